using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>
/// Activation checkpointing (arXiv:1604.06174, section 4.1, with one segment a layer): the forward pass keeps what goes into
/// each layer and nothing from within; the backward pass runs each layer again. The same gradients to the bit, since the same
/// operations run on the same numbers; the price is a second forward pass of the layers. For one forward and one backward pass.
/// </summary>
internal sealed class LayerTape : IDisposable
{
    // Vectors of width C: two norms with their inputs, queries, keys, values and what is attended, and four times C three times over.
    private const int ActivationsPerToken = 20;

    private readonly Stack<Segment> _segments = new();
    private readonly List<Tensor> _kept = [];
    private Tensor? _lastOutput;

    /// <summary>Bytes of one block's activations for a backward pass, by estimate; with a tape only what goes into it.</summary>
    /// <param name="rows">B.</param>
    /// <param name="length">T.</param>
    /// <param name="width">C.</param>
    /// <param name="isTaped">Whether the block runs again in the backward pass.</param>
    public static long ActivationBytes(long rows, long length, long width, bool isTaped) =>
        rows * length * width * sizeof(float) * (isTaped ? 1 : ActivationsPerToken);

    /// <summary>Runs a layer on a tape, or as it is where there is none.</summary>
    /// <param name="tape">Null: autograd keeps what it needs.</param>
    /// <param name="hidden">(B, T, C).</param>
    /// <param name="layer">
    /// (B, T, C) to (B, T, C), without chance: run again it gives the same. Tensors that it holds on to, other than weights, are
    /// kept alive by <see cref="Keep"/>.
    /// </param>
    public static Tensor Run(LayerTape? tape, Tensor hidden, Func<Tensor, Tensor> layer) =>
        tape is null ? layer(hidden) : tape.Run(hidden, layer);

    /// <summary>Keeps a tensor that layers read until the tape is disposed, whatever scope it was made in.</summary>
    public void Keep(Tensor tensor) => _kept.Add(tensor.DetachFromDisposeScope());

    /// <summary>The layer that ran last and what went into it; null where none ran.</summary>
    public (Func<Tensor, Tensor> Layer, Tensor Input)? Last =>
        _segments.TryPeek(out var segment) ? (segment.Layer, segment.Input) : null;

    /// <summary>Runs all layers backward, the last one first; call it once the loss has run backward.</summary>
    public void Backward()
    {
        while (_segments.TryPop(out var segment))
        {
            using var scope = NewDisposeScope();
            using (segment)
            {
                segment.Backward();
            }
        }
    }

    public void Dispose()
    {
        while (_segments.TryPop(out var segment))
        {
            segment.Dispose();
        }

        _kept.ForEach(tensor => tensor.Dispose());
    }

    private Tensor Run(Tensor hidden, Func<Tensor, Tensor> layer)
    {
        // What came out of the layer before is a leaf already; anything else has a graph of its own, such as the embedding's.
        var isFollowing = ReferenceEquals(hidden, _lastOutput);
        var source = isFollowing ? null : hidden.DetachFromDisposeScope();
        var input = source is null ? hidden : Leaf(source.detach(), source.requires_grad);
        using (no_grad())
        {
            _lastOutput = layer(input);
        }

        Leaf(_lastOutput, requiresGradient: true);
        _segments.Push(new(layer, source, input, _lastOutput));
        return _lastOutput;
    }

    private static Tensor Leaf(Tensor tensor, bool requiresGradient)
    {
        tensor.requires_grad = requiresGradient;
        return tensor.DetachFromDisposeScope();
    }

    private sealed record Segment(Func<Tensor, Tensor> Layer, Tensor? Source, Tensor Input, Tensor Output) : IDisposable
    {
        public void Backward()
        {
            if (Output.grad is not { } gradient)
            {
                return; // nothing that is trained depends on it
            }

            var output = Layer(Input);                              // (B, T, C)
            if (output.requires_grad)
            {
                autograd.backward(output, gradient);
            }

            if (Source is { requires_grad: true } && Input.grad is { } inputGradient)
            {
                autograd.backward(Source, inputGradient);
            }
        }

        // The input is the output of the layer before, which is still to run backward, unless it was made here.
        public void Dispose()
        {
            Output.Dispose();
            if (Source is not null)
            {
                Source.Dispose();
                Input.Dispose();
            }
        }
    }
}
