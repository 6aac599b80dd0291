using FedK8s.Worker.Data.Tokenizers.Decoders;
using FedK8s.Worker.Data.Tokenizers.Normalizers;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const int LargestCount = 1 << 20;

    // Without a decoder tokens are shown side by side.
    private static readonly IDecoder Spaced = new EachToken((token, isFirst) => isFirst ? token : " " + token);

    public static IDecoder Read(JsonPart? part)
    {
        if (part is null)
        {
            return Spaced;
        }

        var decoder = ReadType(part);
        part.RefuseOthers();
        return decoder;
    }

    private static IDecoder ReadType(JsonPart part)
    {
        switch (part.Text("type"))
        {
            case "Sequence":
                return new DecoderSequence([.. part.Parts("decoders").Select(Read)]);
            case "ByteLevel":
                part.Ignore("add_prefix_space", "trim_offsets", "use_regex");
                return new ByteLevelDecoder();
            case "ByteFallback":
                return new ByteFallbackDecoder();
            case "Fuse":
                return new FuseDecoder();
            case "WordPiece":
                var words = new WordPieceText(part.Text("prefix", absent: "##"), part.Flag("cleanup", absent: true));
                return new EachToken(words.Decode);
            case "Metaspace":
                return ReadMetaspace(part);
            case "Replace":
                var replace = PatternReader.Read(part) is { } pattern ? new Replace(pattern, part.Text("content")) : null;
                return new EachToken((token, _) => replace?.Normalize(token) ?? token);
            case "Strip":
                var strips = new Strips(
                    part.Character("content", ' '), part.Count("start", LargestCount), part.Count("stop", LargestCount));
                return new EachToken((token, _) => strips.Decode(token));
            default:
                part.Require(false, "type",
                    "Sequence, ByteLevel, ByteFallback, Fuse, WordPiece, Metaspace, Replace or Strip");
                return Spaced;
        }
    }

    private static EachToken ReadMetaspace(JsonPart part)
    {
        part.Ignore("str_rep", "split");
        var sign = part.Character("replacement", '\u2581').ToString();
        var isPrefixing = part.Flag("add_prefix_space", absent: true);
        var scheme = part.Choice("prepend_scheme", isPrefixing ? "always" : "never", "always", "first", "never");
        var ofFirst = (PreTokenizers.PrependScheme)scheme == PreTokenizers.PrependScheme.Never ? " " : "";
        return new((token, isFirst) => token.Replace(sign, isFirst ? ofFirst : " ", StringComparison.Ordinal));
    }
}
