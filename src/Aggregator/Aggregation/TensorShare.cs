using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>One tensor of one client.</summary>
/// <param name="Weight">n_k, or what else the client counts for; from 0, and of one share at least above.</param>
/// <param name="Tensors">Holds it.</param>
/// <param name="Entry">Where.</param>
/// <param name="Padding">What makes it as large as the checkpoint's; null where it is.</param>
internal readonly record struct TensorShare(double Weight, ITensorSource Tensors, TensorEntry Entry, RankPadding? Padding = null)
{
    private int Width => Entry.Type.ElementByteCount();

    /// <summary>A part of it: where it lies, if that is float32, or else converted into the buffer.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="buffer">As long as the part.</param>
    public WeightedPart Read(long start, Span<float> buffer)
    {
        if (Padding is not null)
        {
            Padding.Read(Tensors, Entry, start, buffer);
            return new(buffer, Weight);
        }

        var bytes = Tensors.Bytes(Entry, start * Width, buffer.Length * Width);
        if (Entry.Type == TensorType.F32)
        {
            return new(MemoryMarshal.Cast<byte, float>(bytes), Weight);
        }

        FloatConversion.ToFloats(bytes, Entry.Type, buffer);
        return new(buffer, Weight);
    }

    /// <summary>Gives back the memory of a part that was read.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many elements.</param>
    public void Forget(long start, int length)
    {
        if (Padding is null) // a factor of a low rank is small
        {
            Tensors.Forget(Entry, start * Width, length * Width);
        }
    }
}
