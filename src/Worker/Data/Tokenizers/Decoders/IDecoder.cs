namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>A step from tokens back to text. Safe to use from several threads.</summary>
internal interface IDecoder
{
    /// <summary>The tokens as the next step wants them; after the last step they are put together.</summary>
    IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);
}
