using FedK8s.Worker.Network.Expansion;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Gpt2;

/// <summary>Everything between token ids and the output matrix.</summary>
internal sealed class Gpt2Stack : Module<ModelInput, Tensor>
{
    private readonly int _maximumLength;
    private readonly TokenEmbedding wte;
    private readonly TokenEmbedding wpe; // a vector for each position instead of each token
    private readonly ModuleList<Gpt2Layer> h;
    private readonly LayerNorm ln_f;
    private readonly BlockStack<Gpt2Layer> _blocks;

    public Gpt2Stack(Gpt2Config config, Placement placement)
        : base(nameof(Gpt2Stack))
    {
        _maximumLength = config.MaximumLength;
        wte = new TokenEmbedding(config.VocabularySize, config.HiddenSize, placement);
        wpe = new TokenEmbedding(config.MaximumLength, config.HiddenSize, placement);
        var numbers = Enumerable.Range(0, config.LayerCount);
        h = ModuleList([.. numbers.Select(_ => new Gpt2Layer(config, placement))]);
        ln_f = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        _blocks = new(
            h,
            config.HiddenSize,
            placement.Device,
            _ => new Gpt2Layer(config, placement.ForTrained()),
            layer => layer.ResidualOutputs);
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public IBlockStack Blocks => _blocks;

    /// <exception cref="ArgumentOutOfRangeException">The tokens are more than the model was made for.</exception>
    public override Tensor forward(ModelInput input)
    {
        var tokens = input.Tokens;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.shape[1], _maximumLength);
        var positions = arange(tokens.shape[1], dtype: ScalarType.Int64, device: tokens.device); // (T)
        var hidden = wte.call(tokens) + wpe.call(positions);                                     // (B, T, C)
        hidden = _blocks.Run(hidden, input.Tape, (layer, before) => layer.call(before), () => CausalMask.Of(tokens));
        return ln_f.call(hidden);                                                                // (B, T, C)
    }

    /// <summary>Logits by the embedding matrix, for tied embeddings.</summary>
    public Tensor Score(Tensor hidden) => wte.Score(hidden); // (B, T, V)

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _blocks.Dispose();
        }

        base.Dispose(disposing);
    }
}
