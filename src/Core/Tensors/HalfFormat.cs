using System.Runtime.Intrinsics;

namespace FedK8s.Core.Tensors;

/// <summary>
/// IEEE 754 binary16. The bits are moved by integer arithmetic on vectors, the same on every machine; a NaN that is widened
/// keeps sign and fraction and becomes quiet.
/// </summary>
internal readonly struct HalfFormat : ISixteenBitFormat
{
    private const int FractionShift = 13;  // 23 bits of fraction against 10
    private const int SignShift = 16;
    private const uint HalfSign = 0x8000;
    private const uint HalfMagnitude = 0x7FFF;
    private const uint HalfInfinity = 0x7C00;
    private const uint HalfQuietNaN = 0x7E00;
    private const uint HalfFraction = 0x03FF;
    private const uint FloatMagnitude = 0x7FFF_FFFF;
    private const uint FloatInfinity = 0x7F80_0000;
    private const uint FloatQuietBit = 0x0040_0000;
    private const uint ExponentDifference = (127 - 15) << 23;
    private const uint SmallestNormalHalf = 0x3880_0000; // 2^-14 as a float
    private const uint AboveEveryHalf = 0x4780_0000;     // 2^16 as a float; what lies just below rounds up to infinity

    public static Vector512<float> Widen(Vector512<uint> half)
    {
        var magnitude = half & Vector512.Create(HalfMagnitude);
        var shifted = magnitude << FractionShift;
        var normal = shifted + Vector512.Create(ExponentDifference);

        // A subnormal half is its fraction in units of 2^-24, and so is zero.
        var subnormal = (Vector512.ConvertToSingle(magnitude.AsInt32()) * Vector512.Create(1f / (1 << 24))).AsUInt32();
        var special = shifted | Vector512.Create(FloatInfinity);
        special = Vector512.ConditionalSelect(
            Vector512.Equals(magnitude, Vector512.Create(HalfInfinity)), special, special | Vector512.Create(FloatQuietBit));

        var result = Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(magnitude, Vector512.Create(HalfFraction)), subnormal, normal);
        result = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(HalfInfinity)), special, result);
        return (result | ((half & Vector512.Create(HalfSign)) << SignShift)).AsSingle();
    }

    public static Vector512<uint> Round(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var magnitude = bits & Vector512.Create(FloatMagnitude);

        // Adding half of the last kept place, one less when that place is even, rounds ties to even.
        var isOdd = (magnitude >>> FractionShift) & Vector512<uint>.One;
        var normal = (magnitude - Vector512.Create(ExponentDifference) + Vector512.Create(0x0FFFu) + isOdd) >>> FractionShift;

        // A float of 2^-1 has the value of a subnormal half's last place in its own last place: the addition rounds.
        var unit = Vector512.Create(0.5f);
        var subnormal = (magnitude.AsSingle() + unit).AsUInt32() - unit.AsUInt32();
        var notANumber = ((magnitude >>> FractionShift) & Vector512.Create(HalfFraction)) | Vector512.Create(HalfQuietNaN);

        var result = Vector512.ConditionalSelect(
            Vector512.LessThan(magnitude, Vector512.Create(SmallestNormalHalf)), subnormal, normal);
        result = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(AboveEveryHalf)), Vector512.Create(HalfInfinity), result);
        result = Vector512.ConditionalSelect(
            Vector512.GreaterThan(magnitude, Vector512.Create(FloatInfinity)), notANumber, result);
        return result | ((bits >>> SignShift) & Vector512.Create(HalfSign));
    }
}
