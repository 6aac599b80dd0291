using FedK8s.Contracts.Spec;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Expansion;

/// <summary>
/// How much of an inserted block is used: y = h + s sigmoid(w . r(h) + b) (block(h) - h), our choice. r(h) is what the gate reads of
/// n(h), h divided by its root mean square; w starts at zero and b at -1. The vector s is there for post-LN blocks only.
/// </summary>
internal sealed class BlockGateWeights : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private const double StartBias = -1; // sigmoid 0.27: open enough to learn, and little of an untrained block
    private const double Epsilon = 1e-6;

    private readonly BlockGate _gate;
    internal readonly Parameter? scale;  // (C)
    internal readonly Parameter? weight; // (1, C)
    internal readonly Parameter? bias;   // (1)
    internal readonly Parameter? query;  // (1, C)

    public BlockGateWeights(BlockGate gate, bool isScaled, int width, Device device)
        : base(nameof(BlockGateWeights))
    {
        _gate = gate;
        scale = isScaled ? Constant([width], 0) : null;
        if (gate != BlockGate.None)
        {
            weight = Constant([1, width], 0);
            bias = Constant([1], StartBias);
            query = gate == BlockGate.Input ? Constant([1, width], 0) : null;
        }

        RegisterComponents();

        Parameter Constant(long[] shape, double value)
        {
            var made = Weights.Empty(shape, ScalarType.Float32, device);
            Weights.FillConstant(made, value);
            return made;
        }
    }

    /// <summary>(B, T, C), (B, T, C), which positions each may read: (B, T, C).</summary>
    public override Tensor forward(Tensor hidden, Tensor changed, Tensor? visible)
    {
        using var scope = NewDisposeScope();
        var change = changed - hidden;
        if (weight is not null)
        {
            change = change * functional.sigmoid(Read(Normed(hidden), visible)).to(change.dtype);
        }

        var merged = hidden + (scale is null ? change : change * scale.to(change.dtype));
        return merged.MoveToOuterDisposeScope();
    }

    private static Tensor Normed(Tensor hidden)
    {
        var read = hidden.to(ScalarType.Float32);
        return read * ((read * read).mean([-1], keepdim: true) + Epsilon).rsqrt();     // (B, T, C)
    }

    // A place reads only what it may see, so that a causal model stays causal.
    private Tensor Read(Tensor normed, Tensor? visible)
    {
        var parts = functional.linear(normed, weight!, bias);                           // (B, T, 1): weight is there with a gate
        return _gate switch
        {
            BlockGate.Token => parts,
            BlockGate.First => parts.narrow(1, 0, 1),                                   // (B, 1, 1)
            _ => bmm(Attention(normed, visible), parts),                                // (B, T, T) (B, T, 1)
        };
    }

    // Softmax over the visible places of u . n, with u = 0 for the mean.
    private Tensor Attention(Tensor normed, Tensor? visible)
    {
        var scores = query is null
            ? zeros(normed.shape[0], 1, normed.shape[1], device: normed.device)
            : functional.linear(normed, query).transpose(1, 2);                         // (B, 1, T)
        var places = scores.expand(-1, normed.shape[1], -1);                            // (B, T, T)
        return functional.softmax(
            visible is null ? places : places.masked_fill(visible.logical_not(), double.NegativeInfinity), -1);
    }
}
