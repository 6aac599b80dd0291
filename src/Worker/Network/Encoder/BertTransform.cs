using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>What BERT's masked-language head does before it scores: norm(act(W h + b)).</summary>
internal sealed class BertTransform : Module<Tensor, Tensor>
{
    private readonly Activation _activation;
    private readonly Projection dense;
    private readonly LayerNorm LayerNorm;

    public BertTransform(EncoderConfig config, Placement placement)
        : base(nameof(BertTransform))
    {
        _activation = config.Activation;
        dense = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        LayerNorm = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) =>
        LayerNorm.call(_activation.Bend(dense.call(hidden))); // (B, T, C)
}
