using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The sum of a token's, its position's and its type's vector, normalised (arXiv:1810.04805, figure 2).</summary>
internal sealed class EncoderEmbeddings : Module<Tensor, Tensor>
{
    private readonly EncoderConfig _config;
    private readonly TokenEmbedding word_embeddings;
    private readonly TokenEmbedding position_embeddings;
    private readonly TokenEmbedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;

    public EncoderEmbeddings(EncoderConfig config, Placement placement)
        : base(nameof(EncoderEmbeddings))
    {
        _config = config;
        word_embeddings = new TokenEmbedding(config.VocabularySize, config.HiddenSize, placement);
        position_embeddings = new TokenEmbedding(config.PositionCount, config.HiddenSize, placement);
        token_type_embeddings = new TokenEmbedding(config.TokenTypeCount, config.HiddenSize, placement);
        LayerNorm = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.shape[1], _config.MaximumLength);
        var type = zeros(1, 1, dtype: ScalarType.Int64, device: tokens.device);                // (1, 1)
        var sum = word_embeddings.call(tokens)
            + position_embeddings.call(Positions(tokens))
            + token_type_embeddings.call(type);                                                // (B, T, C)
        return LayerNorm.call(sum);                                                            // (B, T, C)
    }

    /// <summary>Scores the vocabulary by the embedding matrix, for tied embeddings.</summary>
    public Tensor Score(Tensor hidden) => word_embeddings.Score(hidden);                       // (B, T, V)

    // RoBERTa counts a row's own tokens from behind the filling's id; the filling keeps that id as its position.
    private Tensor Positions(Tensor tokens)
    {
        if (_config.PositionPaddingId is not { } filling)
        {
            return arange(tokens.shape[1], dtype: ScalarType.Int64, device: tokens.device).unsqueeze(0); // (1, T)
        }

        var isOwn = tokens.ne(filling).to(ScalarType.Int64);                                   // (B, T)
        return isOwn.cumsum(1) * isOwn + filling;                                              // (B, T)
    }
}
