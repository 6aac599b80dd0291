using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>The class of each character, by table in the first plane.</summary>
internal static class CharacterClasses
{
    private const int PlaneSize = 1 << 16;

    private static readonly CharacterClass[] FirstPlane = [.. Enumerable.Range(0, PlaneSize).Select(character =>
        char.IsSurrogate((char)character) ? CharacterClass.Symbol : Find(new Rune(character)))];

    /// <summary>The class of the character at a text's start, and how many UTF-16 units it has.</summary>
    public static CharacterClass OfFirst(ReadOnlySpan<char> text, out int length)
    {
        if (!char.IsHighSurrogate(text[0]) || text.Length == 1)
        {
            length = 1;
            return FirstPlane[text[0]];
        }

        length = 2;
        return char.IsLowSurrogate(text[1]) ? Find(new Rune(text[0], text[1])) : CharacterClass.Symbol;
    }

    /// <summary>How far a text stays in the class that is asked for, from <paramref name="start"/> on.</summary>
    /// <returns>The position after the run; <paramref name="start"/> where there is none.</returns>
    public static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterClass wanted)
    {
        var classes = FirstPlane;
        while (start < text.Length)
        {
            if (!char.IsSurrogate(text[start]))
            {
                if (classes[text[start]] != wanted)
                {
                    break;
                }

                start++;
            }
            else if (OfFirst(text[start..], out var length) == wanted)
            {
                start += length;
            }
            else
            {
                break;
            }
        }

        return start;
    }

    private static CharacterClass Find(Rune rune) =>
        rune.Value is '\r' or '\n' ? CharacterClass.NewLine
        : CharacterKinds.IsSpace(rune) ? CharacterClass.Space
        : Rune.IsLetter(rune) ? CharacterClass.Letter
        : CharacterKinds.IsNumber(rune) ? CharacterClass.Number
        : CharacterClass.Symbol;
}
