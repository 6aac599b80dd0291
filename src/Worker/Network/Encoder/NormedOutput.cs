using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The end of both halves of a layer: norm(residual + W x + b).</summary>
internal sealed class NormedOutput : Module<Tensor, Tensor, Tensor>
{
    internal readonly Projection dense;
    private readonly LayerNorm LayerNorm;

    public NormedOutput(int inputWidth, EncoderConfig config, Placement placement)
        : base(nameof(NormedOutput))
    {
        dense = new Projection(inputWidth, config.HiddenSize, placement, hasBias: true);
        LayerNorm = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor residual) =>
        LayerNorm.call(residual + dense.call(input)); // (B, T, in), (B, T, C) -> (B, T, C)
}
