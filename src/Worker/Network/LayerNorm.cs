using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>
/// Layer normalisation (arXiv:1607.06450, eq. 4) over the last dimension, in float32: (x - mean) / sqrt(var + eps) * w + b.
/// </summary>
internal sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] _shape;
    private readonly double _epsilon;
    internal readonly Parameter weight; // (C)
    internal readonly Parameter bias;   // (C)

    public LayerNorm(int width, double epsilon, Placement placement)
        : base(nameof(LayerNorm))
    {
        _shape = [width];
        _epsilon = epsilon;
        weight = Weights.Empty(_shape, ScalarType.Float32, placement.Device);
        bias = Weights.Empty(_shape, ScalarType.Float32, placement.Device);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        functional.layer_norm(input.to(ScalarType.Float32), _shape, weight, bias, _epsilon); // (..., C)
}
