using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>Text as Unicode defines it: half a surrogate pair, which UTF-16 allows, is none.</summary>
internal static class WellFormed
{
    /// <summary>The text with U+FFFD for each lone surrogate; the same object where there is none.</summary>
    public static string Of(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0 || IsPaired(text.AsSpan(first)))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // gives U+FFFD for a lone surrogate
        {
            result.Append(rune.ToString());
        }

        return result.ToString();
    }

    private static bool IsPaired(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
