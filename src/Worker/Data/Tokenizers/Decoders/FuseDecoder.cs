namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>Puts all tokens together, so that the next step sees one.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [string.Concat(tokens)];
}
