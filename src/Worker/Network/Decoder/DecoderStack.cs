using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>Everything between token ids and the output matrix.</summary>
internal sealed class DecoderStack : Module<Tensor, Tensor>
{
    private readonly DecoderConfig _config;
    private readonly TokenEmbedding embed_tokens;
    private readonly ModuleList<DecoderLayer> layers;
    private readonly RmsNorm norm;

    public DecoderStack(DecoderConfig config, Placement placement)
        : base(nameof(DecoderStack))
    {
        _config = config;
        embed_tokens = new TokenEmbedding(config.VocabularySize, config.HiddenSize, placement);
        var numbers = Enumerable.Range(0, config.LayerCount);
        layers = ModuleList([.. numbers.Select(number => new DecoderLayer(config, number, placement))]);
        norm = new RmsNorm(config.HiddenSize, config.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var positions = RotaryPositions.Of(_config, (int)tokens.shape[1], tokens.device);
        var hidden = embed_tokens.call(tokens);         // (B, T, C)
        foreach (var layer in layers)
        {
            hidden = layer.call(hidden, positions);     // (B, T, C)
        }

        return norm.call(hidden);                       // (B, T, C)
    }

    /// <summary>Logits by the embedding matrix, for tied embeddings.</summary>
    public Tensor Score(Tensor hidden) => embed_tokens.Score(hidden); // (B, T, V)
}
