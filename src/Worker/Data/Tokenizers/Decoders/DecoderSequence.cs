namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>One step after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> decoders) : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        foreach (var decoder in decoders)
        {
            tokens = decoder.Decode(tokens);
        }

        return tokens;
    }
}
