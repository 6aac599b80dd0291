using System.Buffers;
using System.Runtime.InteropServices;

namespace FedK8s.Core.Tensors;

/// <summary>Reading tensors as float.</summary>
public static class TensorFloats
{
    private const int ConversionByteCount = 1 << 16;

    /// <summary>All elements of an F32 tensor, without copying.</summary>
    /// <exception cref="ArgumentException">The tensor is not F32 (use <see cref="ReadFloats"/>), or exceeds 2
    /// GiB.</exception>
    public static ReadOnlySpan<float> Floats(this ITensorSource source, TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type == TensorType.F32
            ? MemoryMarshal.Cast<byte, float>(source.Bytes(entry))
            : throw new ArgumentException(
                $"{entry.Name} is {entry.Type.FormatName()}, not F32: it has to be converted.", nameof(entry));
    }

    /// <summary>Copies a part of a float tensor of any size and of any convertible type, as float.</summary>
    /// <param name="source">Holds the tensor.</param>
    /// <param name="entry">A tensor for whose type <see cref="FloatConversion.IsConvertible"/> holds.</param>
    /// <param name="firstElement">Where to begin, in elements of the row-major tensor.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentException">The part does not lie within the tensor, or the type is not
    /// convertible.</exception>
    public static void ReadFloats(
        this ITensorSource source, TensorEntry entry, long firstElement, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type == TensorType.F32)
        {
            source.Read(entry, firstElement * sizeof(float), MemoryMarshal.AsBytes(destination));
            return;
        }

        var width = entry.Type.ElementByteCount();
        var partLength = ConversionByteCount / width;
        var buffer = ArrayPool<byte>.Shared.Rent(ConversionByteCount);
        try
        {
            while (!destination.IsEmpty)
            {
                var part = destination[..Math.Min(partLength, destination.Length)];
                var bytes = buffer.AsSpan(0, part.Length * width);
                source.Read(entry, firstElement * width, bytes);
                FloatConversion.ToFloats(bytes, entry.Type, part);
                firstElement += part.Length;
                destination = destination[part.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
