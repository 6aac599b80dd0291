namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>A step that looks at each token alone.</summary>
/// <param name="decode">From the token and whether it is the first.</param>
internal sealed class EachToken(Func<string, bool, string> decode) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, index) => decode(token, index == 0))];
}
