using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>One tensor of one client.</summary>
/// <param name="ExampleCount">n_k, positive.</param>
/// <param name="Tensors">Holds it.</param>
/// <param name="Entry">Where.</param>
internal readonly record struct TensorShare(long ExampleCount, ITensorSource Tensors, TensorEntry Entry)
{
    private int Width => Entry.Type.ElementByteCount();

    /// <summary>A part of it: where it lies, if that is float32, or else converted into the buffer.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="buffer">As long as the part.</param>
    public WeightedPart Read(long start, Span<float> buffer)
    {
        var bytes = Tensors.Bytes(Entry, start * Width, buffer.Length * Width);
        if (Entry.Type == TensorType.F32)
        {
            return new(MemoryMarshal.Cast<byte, float>(bytes), ExampleCount);
        }

        FloatConversion.ToFloats(bytes, Entry.Type, buffer);
        return new(buffer, ExampleCount);
    }

    /// <summary>Gives back the memory of a part that was read.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many elements.</param>
    public void Forget(long start, int length) => Tensors.Forget(Entry, start * Width, length * Width);
}
