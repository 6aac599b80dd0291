using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>
/// Root mean square layer normalisation (arXiv:1910.07467, eq. 4), in float32: x / sqrt(mean(x^2) + eps) * w.
/// </summary>
internal sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private readonly double _epsilon;
    internal readonly Parameter weight; // (C)

    public RmsNorm(int width, double epsilon, Placement placement)
        : base(nameof(RmsNorm))
    {
        _epsilon = epsilon;
        weight = Weights.Empty([width], ScalarType.Float32, placement.Device);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var meanSquare = (input * input).mean([-1], keepdim: true); // (..., 1)
        return input * (meanSquare + _epsilon).rsqrt() * weight;    // (..., C)
    }
}
