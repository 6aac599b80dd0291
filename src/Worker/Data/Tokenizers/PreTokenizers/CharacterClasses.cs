using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>The class of each character, by table in the first plane.</summary>
internal static class CharacterClasses
{
    private const int PlaneSize = 1 << 16;

    private static readonly CharacterClass[] FirstPlane = [.. Enumerable.Range(0, PlaneSize).Select(character =>
        char.IsSurrogate((char)character) ? CharacterClass.Surrogate : Find(new Rune(character)))];

    /// <summary>The class of the character at a text's start, and how many UTF-16 units it has.</summary>
    public static CharacterClass OfFirst(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        var found = FirstPlane[text[0]];
        if (found != CharacterClass.Surrogate)
        {
            return found;
        }

        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Find(rune);
    }

    /// <summary>How far a text stays in the class that is asked for, from <paramref name="start"/> on.</summary>
    /// <returns>The position after the run; <paramref name="start"/> where there is none.</returns>
    public static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterClass wanted)
    {
        var classes = FirstPlane;
        while (true)
        {
            while (start < text.Length && classes[text[start]] == wanted)
            {
                start++;
            }

            if (start == text.Length || classes[text[start]] != CharacterClass.Surrogate
                || OfFirst(text[start..], out var length) != wanted)
            {
                return start;
            }

            start += length;
        }
    }

    private static CharacterClass Find(Rune rune) =>
        rune.Value is '\r' or '\n' ? CharacterClass.NewLine
        : CharacterKinds.IsSpace(rune) ? CharacterClass.Space
        : Rune.IsLetter(rune) ? CharacterClass.Letter
        : CharacterKinds.IsNumber(rune) ? CharacterClass.Number
        : CharacterClass.Symbol;
}
