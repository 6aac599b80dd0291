using FedK8s.Worker.Data.Tokenizers.AddedTokens;
using FedK8s.Worker.Data.Tokenizers.Decoders;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.Normalizers;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>The stages of a <see cref="Tokenizer"/>, in the order in which text passes them.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Found before the text is normalised, or after, as each says.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public required INormalizer Normalizer { get; init; }

    public required IPreTokenizer PreTokenizer { get; init; }

    public required ITokenModel Model { get; init; }

    /// <summary>The model's tokens, without the added ones that it does not have.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The way back.</summary>
    public required IDecoder Decoder { get; init; }
}
