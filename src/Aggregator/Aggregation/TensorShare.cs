using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>One tensor of one client.</summary>
/// <param name="ExampleCount">n_k, positive.</param>
/// <param name="Tensors">Holds it.</param>
/// <param name="Entry">Where.</param>
internal readonly record struct TensorShare(long ExampleCount, ITensorSource Tensors, TensorEntry Entry)
{
    /// <summary>A part of it: where it lies, if that is float32, or else converted into the buffer.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="buffer">As long as the part.</param>
    public WeightedPart Read(long start, Span<float> buffer)
    {
        if (Entry.Type == TensorType.F32)
        {
            var bytes = Tensors.Bytes(Entry, start * sizeof(float), buffer.Length * sizeof(float));
            return new(MemoryMarshal.Cast<byte, float>(bytes), ExampleCount);
        }

        Tensors.ReadFloats(Entry, start, buffer);
        return new(buffer, ExampleCount);
    }
}
