using System.Runtime.Intrinsics;

namespace FedK8s.Core.Tensors;

/// <summary>bfloat16: the upper half of a binary32.</summary>
internal readonly struct BFloat16Format : ISixteenBitFormat
{
    private const int HalfWidth = 16;
    private const uint QuietBit = 0x40;
    private const uint AlmostHalf = 0x7FFF;

    public static Vector512<float> Widen(Vector512<uint> bits) => (bits << HalfWidth).AsSingle();

    // Adding half of the last kept place, one less when that place is even, rounds ties to even. A NaN is only cut, because
    // the addition could carry it into infinity; the quiet bit keeps its fraction from being 0.
    public static Vector512<uint> Round(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var kept = bits >>> HalfWidth;
        var rounded = (bits + Vector512.Create(AlmostHalf) + (kept & Vector512<uint>.One)) >>> HalfWidth;
        return Vector512.ConditionalSelect(
            Vector512.Equals(values, values).AsUInt32(), rounded, kept | Vector512.Create(QuietBit));
    }
}
