using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FedK8s.Core.Tensors;

/// <summary>Between bfloat16, the upper half of a binary32, and float.</summary>
internal static class BFloat16Conversion
{
    private const int HalfWidth = 16;
    private const uint QuietBit = 0x40;
    private const uint AlmostHalf = 0x7FFF;

    /// <summary>Exact.</summary>
    public static void ToFloats(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        ref readonly var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(bits);
        nuint i = 0;
        for (; i + (nuint)Vector512<ushort>.Count <= (nuint)bits.Length; i += (nuint)Vector512<ushort>.Count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(in from, i));
            (lower << HalfWidth).StoreUnsafe(ref to, i);
            (upper << HalfWidth).StoreUnsafe(ref to, i + (nuint)Vector512<uint>.Count);
        }

        for (var rest = (int)i; rest < bits.Length; rest++)
        {
            bits[rest] = (uint)source[rest] << HalfWidth;
        }
    }

    /// <summary>Rounds to nearest even; a NaN stays one.</summary>
    public static void FromFloats(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        ref readonly var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        nuint i = 0;
        for (; i + (nuint)Vector512<ushort>.Count <= (nuint)destination.Length; i += (nuint)Vector512<ushort>.Count)
        {
            var lower = Round(Vector512.LoadUnsafe(in from, i));
            var upper = Round(Vector512.LoadUnsafe(in from, i + (nuint)Vector512<float>.Count));
            Vector512.Narrow(lower, upper).StoreUnsafe(ref to, i);
        }

        for (var rest = (int)i; rest < destination.Length; rest++)
        {
            destination[rest] = (ushort)Round(Vector512.CreateScalar(source[rest])).ToScalar();
        }
    }

    // Adding half of the last kept place, one less when that place is even, rounds ties to even. A NaN is only cut, because
    // the addition could carry it into infinity; the quiet bit keeps its fraction from being 0.
    private static Vector512<uint> Round(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var kept = bits >>> HalfWidth;
        var rounded = (bits + Vector512.Create(AlmostHalf) + (kept & Vector512<uint>.One)) >>> HalfWidth;
        return Vector512.ConditionalSelect(
            Vector512.Equals(values, values).AsUInt32(), rounded, kept | Vector512.Create(QuietBit));
    }
}
