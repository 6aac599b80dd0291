using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>
/// BERT's own order (arXiv:1810.04805, its published tokenizer): clean the text, set ideographs apart, strip accents, lower
/// the case.
/// </summary>
internal sealed class BertNormalizer : INormalizer
{
    private static readonly MarkFilter Accents = new(isSpacingKept: true);

    /// <summary>Control characters go, every white space becomes a space.</summary>
    public required bool IsCleaning { get; init; }

    /// <summary>Ideographs get a space on either side, so that each is a word.</summary>
    public required bool IsSettingIdeographsApart { get; init; }

    /// <summary>NFD without the non-spacing marks.</summary>
    public required bool IsStrippingAccents { get; init; }

    /// <summary>Whether case is lost.</summary>
    public required bool IsLowering { get; init; }

    public string Normalize(string text)
    {
        text = IsCleaning ? Clean(text) : text;
        text = IsSettingIdeographsApart ? SetIdeographsApart(text) : text;
        text = IsStrippingAccents ? Accents.Normalize(NormalForm.D.Of(text)) : text;
        return IsLowering ? Lowercase.OfText(text) : text;
    }

    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r')
            {
                result.Append(' ');
            }
            else if (rune.Value != 0xFFFD && !CharacterKinds.IsControl(rune))
            {
                result.Append(CharacterKinds.IsSpace(rune) ? " " : units[..rune.EncodeToUtf16(units)]);
            }
        }

        return result.ToString();
    }

    private static string SetIdeographsApart(string text)
    {
        const char BeforeIdeographs = '\u33FF';
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', BeforeIdeographs))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            var isIdeograph = CharacterKinds.IsIdeograph(rune);
            result.Append(isIdeograph ? " " : "").Append(units[..rune.EncodeToUtf16(units)]).Append(isIdeograph ? " " : "");
        }

        return result.ToString();
    }
}
