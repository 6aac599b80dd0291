namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>How tokens of words become text again: a space before each that begins a word.</summary>
/// <param name="prefix">Of tokens that continue a word.</param>
/// <param name="isTidying">Whether English punctuation and contractions lose the space before them.</param>
internal sealed class WordPieceText(string prefix, bool isTidying)
{
    private static readonly (string Found, string Wanted)[] Tidied =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public string Decode(string token, bool isFirst)
    {
        var continues = prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal);
        token = isFirst ? token : continues ? token[prefix.Length..] : " " + token;
        return isTidying
            ? Tidied.Aggregate(token, (text, rule) => text.Replace(rule.Found, rule.Wanted, StringComparison.Ordinal))
            : token;
    }
}
