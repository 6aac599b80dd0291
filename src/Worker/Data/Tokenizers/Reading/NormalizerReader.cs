using FedK8s.Worker.Data.Tokenizers.Normalizers;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private static readonly INormalizer Nothing = new NormalizerSequence([]);

    public static INormalizer Read(JsonPart? part)
    {
        if (part is null)
        {
            return Nothing;
        }

        var normalizer = ReadType(part);
        part.RefuseOthers();
        return normalizer;
    }

    private static INormalizer ReadType(JsonPart part)
    {
        switch (part.Text("type"))
        {
            case "Sequence":
                return new NormalizerSequence([.. part.Parts("normalizers").Select(Read)]);
            case "NFC":
                return new UnicodeNormalizer(NormalForm.C);
            case "NFD":
                return new UnicodeNormalizer(NormalForm.D);
            case "NFKC":
                return new UnicodeNormalizer(NormalForm.KC);
            case "NFKD":
                return new UnicodeNormalizer(NormalForm.KD);
            case "Lowercase":
                return new Lowercase();
            case "StripAccents":
                return new MarkFilter(isSpacingKept: false);
            case "Strip":
                return new Strip(part.Flag("strip_left"), part.Flag("strip_right"));
            case "Prepend":
                return new Prepend(part.Text("prepend"));
            case "Replace":
                return PatternReader.Read(part) is { } pattern ? new Replace(pattern, part.Text("content")) : Nothing;
            case "BertNormalizer":
                return ReadBert(part);
            default:
                part.Require(false, "type",
                    "Sequence, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Prepend, Replace or BertNormalizer");
                return Nothing;
        }
    }

    private static BertNormalizer ReadBert(JsonPart part)
    {
        var isLowering = part.Flag("lowercase", absent: true);
        return new()
        {
            IsCleaning = part.Flag("clean_text", absent: true),
            IsSettingIdeographsApart = part.Flag("handle_chinese_chars", absent: true),
            IsStrippingAccents = part.Flag("strip_accents", absent: isLowering),
            IsLowering = isLowering,
        };
    }
}
