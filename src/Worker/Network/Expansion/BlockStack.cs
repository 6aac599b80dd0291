using FedK8s.Contracts.Spec;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Expansion;

/// <summary>
/// Runs a model's blocks and those inserted among them. It holds the inserted ones outside the module tree: the base model's weights are
/// the same, under the same names, whatever was inserted.
/// </summary>
/// <param name="layers">The base blocks, owned by the model.</param>
/// <param name="width">C.</param>
/// <param name="device">Where inserted weights go.</param>
/// <param name="create">A new block like the base block of that number, weights in float32, values still to be set.</param>
/// <param name="residualOutputs">The last matrices of a block's two halves; null for a family that norms afterwards.</param>
internal sealed class BlockStack<TLayer>(
    ModuleList<TLayer> layers,
    int width,
    Device device,
    Func<int, TLayer> create,
    Func<TLayer, IReadOnlyList<Projection>>? residualOutputs) : IBlockStack, IDisposable
    where TLayer : nn.Module
{
    private readonly SortedDictionary<int, (InsertedBlock Block, TLayer Layer)> _inserted = [];

    public int Count => layers.Count;

    public IReadOnlyList<InsertedBlock> Inserted => [.. _inserted.Values.Select(found => found.Block)];

    public bool IsBypassed { get; set; }

    public int UntrainedDepth { get; set; }

    public void Insert(int after, BlockGate gate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(after, Count);
        var layer = create(after);
        Copy(layers[after], layer);
        _inserted.Add(after, (new(after, layer, residualOutputs?.Invoke(layer), gate, width, device), layer));
    }

    public void RemoveInserted()
    {
        Dispose();
        _inserted.Clear();
        UntrainedDepth = 0;
    }

    /// <summary>Runs all blocks.</summary>
    /// <param name="hidden">(B, T, C).</param>
    /// <param name="tape">Null: autograd keeps what it needs.</param>
    /// <param name="run">A block's function: (B, T, C) to (B, T, C).</param>
    /// <param name="visible">Which positions each may read, as <see cref="InsertedBlock.Merge"/> has it; asked for gates only.</param>
    public Tensor Run(Tensor hidden, LayerTape? tape, Func<TLayer, Tensor, Tensor> run, Func<Tensor?> visible)
    {
        var seen = !IsBypassed && _inserted.Values.Any(found => found.Block.Gate is not null) ? visible() : null;
        if (seen is not null)
        {
            tape?.Keep(seen);
        }

        for (var number = 0; number < Count; number++)
        {
            var layer = layers[number];
            hidden = Run(hidden, number < UntrainedDepth, tape, input => run(layer, input));              // (B, T, C)
            if (!IsBypassed && _inserted.TryGetValue(number, out var inserted))
            {
                // The lowest trained block follows the last untrained one of the base.
                var isBelow = number + 1 < UntrainedDepth;
                hidden = Run(hidden, isBelow, tape, input => inserted.Block.Merge(input, run(inserted.Layer, input), seen));
            }
        }

        return hidden;
    }

    public void Dispose()
    {
        foreach (var (block, _) in _inserted.Values)
        {
            block.Dispose();
        }
    }

    private static Tensor Run(Tensor hidden, bool isUntrained, LayerTape? tape, Func<Tensor, Tensor> layer)
    {
        if (!isUntrained)
        {
            return LayerTape.Run(tape, hidden, layer);
        }

        using var noGradients = no_grad(); // nor anything kept for a backward pass
        return layer(hidden);
    }

    private static void Copy(TLayer source, TLayer target)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (var ((_, from), (_, to)) in source.named_parameters().Zip(target.named_parameters()))
        {
            to.copy_(from);
        }
    }
}
