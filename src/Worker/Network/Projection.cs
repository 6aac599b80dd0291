using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>A linear layer without bias: x W^T, computed in the model's compute type.</summary>
internal sealed class Projection : OverlaidLayer
{
    private readonly Placement _placement;
    internal readonly Parameter weight; // (out, in)

    public Projection(int inputWidth, int outputWidth, Placement placement)
        : base(nameof(Projection))
    {
        _placement = placement;
        InputWidth = inputWidth;
        OutputWidth = outputWidth;
        weight = Weights.Empty([outputWidth, inputWidth], placement.Storage, placement.Device);
        RegisterComponents();
    }

    /// <summary>The last dimension of the input.</summary>
    public int InputWidth { get; }

    /// <summary>The last dimension of the output.</summary>
    public int OutputWidth { get; }

    protected override Tensor Apply(Tensor input) =>
        functional.linear(input.to(_placement.Compute), weight.to(_placement.Compute)); // (..., in) -> (..., out)
}
