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
                SixteenBitConversion<BFloat16Format>.ToFloats(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case TensorType.F16:
                SixteenBitConversion<HalfFormat>.ToFloats(MemoryMarshal.Cast<byte, ushort>(source), destination);
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
                SixteenBitConversion<BFloat16Format>.FromFloats(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case TensorType.F16:
                SixteenBitConversion<HalfFormat>.FromFloats(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            default:
                for (var i = 0; i < source.Length; i++)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(destination[(i * sizeof(double))..], source[i]);
                }

                break;
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
