using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The masked-language head of RoBERTa, which bends by GELU whatever the layers do.</summary>
internal sealed class RobertaMaskedHead : MaskedHead
{
    private readonly Projection dense;
    private readonly LayerNorm layer_norm;

    public RobertaMaskedHead(EncoderConfig config, Placement placement)
        : base(nameof(RobertaMaskedHead), config, placement)
    {
        dense = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        layer_norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        RegisterComponents();
    }

    protected override Tensor Transform(Tensor hidden) =>
        layer_norm.call(Activation.Gelu.Bend(dense.call(hidden))); // (B, T, C)
}
