using FedK8s.Worker.Network.Expansion;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>Everything between token ids and the output matrix.</summary>
internal sealed class DecoderStack : Module<ModelInput, Tensor>
{
    private readonly DecoderConfig _config;
    private readonly TokenEmbedding embed_tokens;
    private readonly ModuleList<DecoderLayer> layers;
    private readonly RmsNorm norm;
    private readonly BlockStack<DecoderLayer> _blocks;
    private RotaryPositions? _positions; // for the longest input so far

    public DecoderStack(DecoderConfig config, Placement placement)
        : base(nameof(DecoderStack))
    {
        _config = config;
        embed_tokens = new TokenEmbedding(config.VocabularySize, config.HiddenSize, placement);
        var numbers = Enumerable.Range(0, config.LayerCount);
        layers = ModuleList([.. numbers.Select(number => new DecoderLayer(config, number, placement))]);
        norm = new RmsNorm(config.HiddenSize, config.NormEpsilon, placement);
        _blocks = new(
            layers,
            config.HiddenSize,
            placement.Device,
            number => new DecoderLayer(config, number, placement.ForTrained()),
            layer => layer.ResidualOutputs);
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public IBlockStack Blocks => _blocks;

    public override Tensor forward(ModelInput input)
    {
        var positions = Positions((int)input.Tokens.shape[1], input.Tokens.device);
        var hidden = embed_tokens.call(input.Tokens);                                               // (B, T, C)
        hidden = _blocks.Run(
            hidden, input.Tape, (layer, before) => layer.call(before, positions), () => CausalMask.Of(input.Tokens));
        return norm.call(hidden);                                                                   // (B, T, C)
    }

    /// <summary>Logits by the embedding matrix, for tied embeddings.</summary>
    public Tensor Score(Tensor hidden) => embed_tokens.Score(hidden); // (B, T, V)

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _positions?.Dispose();
            _blocks.Dispose();
        }

        base.Dispose(disposing);
    }

    private RotaryPositions Positions(int length, Device device)
    {
        if (_positions is null || _positions.Length < length)
        {
            _positions?.Dispose();
            _positions = RotaryPositions.Of(_config, length, device);
        }

        return _positions;
    }
}
