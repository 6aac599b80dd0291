using System.Buffers.Binary;
using FedK8s.Core.Tensors;

namespace FedK8s.Core.Tests.Tensors;

public sealed class FloatConversionTests
{
    [Fact]
    public void Every_bfloat16_comes_back_from_float_unchanged()
    {
        // All 65,536 of them; a NaN comes back as a NaN of the same sign and fraction, made quiet.
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var returned = RoundTrip(TensorType.BF16, (ushort)bits);
            var isNaN = (bits & 0x7F80) == 0x7F80 && (bits & 0x7F) != 0;
            Assert.Equal(isNaN ? bits | 0x40 : bits, returned);
        }
    }

    [Fact]
    public void Every_half_comes_back_from_float_unchanged()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var isNaN = (bits & 0x7C00) == 0x7C00 && (bits & 0x3FF) != 0;
            Assert.Equal(isNaN ? bits | 0x200 : bits, RoundTrip(TensorType.F16, (ushort)bits));
        }
    }

    [Theory]
    [InlineData(3.4e38f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void What_bfloat16_cannot_hold_stays_infinite_or_not_a_number(float value, float expected)
    {
        var bytes = new byte[2];
        var back = new float[1];

        FloatConversion.FromFloats([value], TensorType.BF16, bytes);
        FloatConversion.ToFloats(bytes, TensorType.BF16, back);

        Assert.Equal(expected, back[0]);
    }

    [Fact]
    public void A_nan_whose_fraction_lies_in_the_lower_half_stays_a_nan()
    {
        var bytes = new byte[2];

        FloatConversion.FromFloats([BitConverter.UInt32BitsToSingle(0x7F800001)], TensorType.BF16, bytes);

        Assert.Equal(0x7FC0, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
    }

    [Fact]
    public void Integers_do_not_convert() =>
        Assert.Throws<ArgumentException>(() => FloatConversion.ToFloats(new byte[8], TensorType.I64, new float[1]));

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>(() => FloatConversion.ToFloats(new byte[6], TensorType.BF16, new float[2]));

    private static int RoundTrip(TensorType type, ushort bits)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, bits);
        var value = new float[1];
        FloatConversion.ToFloats(bytes, type, value);
        FloatConversion.FromFloats(value, type, bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }
}
