using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FedK8s.Core.Tensors;

/// <summary>Between a format of 16 bits and float, by vectors: the runtime's own conversion takes the elements one by one.</summary>
internal static class SixteenBitConversion<TFormat>
    where TFormat : struct, ISixteenBitFormat
{
    /// <summary>Exact.</summary>
    public static void ToFloats(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        ref readonly var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        nuint i = 0;
        for (; i + (nuint)Vector512<ushort>.Count <= (nuint)destination.Length; i += (nuint)Vector512<ushort>.Count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(in from, i));
            TFormat.Widen(lower).StoreUnsafe(ref to, i);
            TFormat.Widen(upper).StoreUnsafe(ref to, i + (nuint)Vector512<float>.Count);
        }

        for (var rest = (int)i; rest < destination.Length; rest++)
        {
            destination[rest] = TFormat.Widen(Vector512.CreateScalar((uint)source[rest])).ToScalar();
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
            var lower = TFormat.Round(Vector512.LoadUnsafe(in from, i));
            var upper = TFormat.Round(Vector512.LoadUnsafe(in from, i + (nuint)Vector512<float>.Count));
            Vector512.Narrow(lower, upper).StoreUnsafe(ref to, i);
        }

        for (var rest = (int)i; rest < destination.Length; rest++)
        {
            destination[rest] = (ushort)TFormat.Round(Vector512.CreateScalar(source[rest])).ToScalar();
        }
    }
}
