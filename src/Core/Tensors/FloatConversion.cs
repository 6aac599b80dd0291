using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FedK8s.Core.Tensors;

/// <summary>Between the float types of a file and the float that the program computes with.</summary>
public static class FloatConversion
{
    /// <summary>Whether elements of this type can be converted: F32, BF16, F16 and F64.</summary>
    public static bool IsConvertible(TensorType type) =>
        type is TensorType.F32 or TensorType.BF16 or TensorType.F16 or TensorType.F64;

    /// <summary>Reads elements as float; exact, except that F64 is rounded to nearest even.</summary>
    /// <param name="source">As many elements of <paramref name="type"/> as <paramref name="destination"/> has.</param>
    /// <param name="type">A convertible type.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the type is not a convertible one.</exception>
    public static void ToFloats(ReadOnlySpan<byte> source, TensorType type, Span<float> destination)
    {
        RequireFit(type, source.Length, destination.Length);
        switch (type)
        {
            case TensorType.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorType.BF16:
                BFloat16ToFloats(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case TensorType.F16:
                var halves = MemoryMarshal.Cast<byte, Half>(source);
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)halves[i];
                }

                break;
            default:
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(i * sizeof(double))..]);
                }

                break;
        }
    }

    /// <summary>Writes floats as elements of <paramref name="type"/>, rounded to nearest even; a NaN stays
    /// one.</summary>
    /// <param name="source">As many floats as <paramref name="destination"/> has room for.</param>
    /// <param name="type">A convertible type.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the type is not a convertible one.</exception>
    public static void FromFloats(ReadOnlySpan<float> source, TensorType type, Span<byte> destination)
    {
        RequireFit(type, destination.Length, source.Length);
        switch (type)
        {
            case TensorType.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case TensorType.BF16:
                FloatsToBFloat16(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case TensorType.F16:
                var halves = MemoryMarshal.Cast<byte, Half>(destination);
                for (var i = 0; i < source.Length; i++)
                {
                    halves[i] = (Half)source[i];
                }

                break;
            default:
                for (var i = 0; i < source.Length; i++)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(destination[(i * sizeof(double))..], source[i]);
                }

                break;
        }
    }

    private static void BFloat16ToFloats(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (uint)source[i] << 16;
        }
    }

    private static void FloatsToBFloat16(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        const ushort quietBit = 0x40;
        for (var i = 0; i < source.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);

            // Adding half of the last kept place, one less when that place is even, rounds ties to even. A NaN is only
            // cut, because the addition could carry it into infinity; the quiet bit keeps its fraction from being 0.
            destination[i] = float.IsNaN(source[i])
                ? (ushort)((bits >> 16) | quietBit)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    private static void RequireFit(TensorType type, int byteCount, int elementCount)
    {
        if (!IsConvertible(type))
        {
            throw new ArgumentException($"{type.FormatName()} does not convert to or from float.", nameof(type));
        }

        if (byteCount != (long)elementCount * type.ElementByteCount())
        {
            throw new ArgumentException(
                $"{byteCount} bytes are not {elementCount} elements of {type.FormatName()}.", nameof(byteCount));
        }
    }
}
