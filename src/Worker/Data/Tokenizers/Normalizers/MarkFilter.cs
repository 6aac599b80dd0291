using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>
/// Leaves marks out. <c>StripAccents</c> leaves out all of them, BERT the non-spacing ones. An accent is a mark of its own
/// only after NFD.
/// </summary>
internal sealed class MarkFilter(bool isSpacingKept) : INormalizer
{
    public string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text; // the first mark is U+0300
        }

        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (!(isSpacingKept ? CharacterKinds.IsNonSpacingMark(rune) : CharacterKinds.IsMark(rune)))
            {
                result.Append(units[..rune.EncodeToUtf16(units)]);
            }
        }

        return result.ToString();
    }
}
