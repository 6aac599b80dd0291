using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Each character's own lower case, whatever stands beside it.</summary>
internal sealed class Lowercase : INormalizer
{
    private const char CapitalDottedI = '\u0130'; // the one character whose lower case is two

    public string Normalize(string text) => OfText(text);

    public static string OfText(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u007F'))
        {
            return text.ToLowerInvariant();
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(result, rune);
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        if (rune.Value == CapitalDottedI)
        {
            result.Append("i\u0307");
        }
        else if (rune.IsBmp)
        {
            result.Append((char)Rune.ToLowerInvariant(rune).Value);
        }
        else
        {
            result.Append(Rune.ToLowerInvariant(rune).ToString());
        }
    }
}
