using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>A linear layer: x W^T + b, computed in the model's compute type.</summary>
internal sealed class Projection : OverlaidLayer
{
    private readonly Placement _placement;
    internal readonly Parameter weight; // as Order says
    internal readonly Parameter? bias;  // (out)

    public Projection(
        int inputWidth,
        int outputWidth,
        Placement placement,
        bool hasBias = false,
        WeightOrder order = WeightOrder.OutputFirst)
        : base(nameof(Projection))
    {
        _placement = placement;
        InputWidth = inputWidth;
        OutputWidth = outputWidth;
        Order = order;
        long[] shape = order == WeightOrder.OutputFirst ? [outputWidth, inputWidth] : [inputWidth, outputWidth];
        weight = Weights.Empty(shape, placement.Storage, placement.Device);
        bias = hasBias ? Weights.Empty([outputWidth], placement.Storage, placement.Device) : null;
        RegisterComponents();
    }

    /// <summary>The last dimension of the input.</summary>
    public int InputWidth { get; }

    /// <summary>The last dimension of the output.</summary>
    public int OutputWidth { get; }

    /// <summary>The order of <see cref="weight"/>'s dimensions.</summary>
    public WeightOrder Order { get; }

    protected override Tensor Apply(Tensor input)
    {
        var matrix = weight.to(_placement.Compute);
        return functional.linear(
            input.to(_placement.Compute),
            Order == WeightOrder.OutputFirst ? matrix : matrix.t(),
            bias?.to(_placement.Compute));                          // (..., in) -> (..., out)
    }
}
