using System.Buffers.Binary;
using System.Runtime.InteropServices;
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

    [Fact]
    public void Every_half_becomes_the_float_of_its_value()
    {
        var halves = Enumerable.Range(0, ushort.MaxValue + 1).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        var floats = new float[halves.Length];

        FloatConversion.ToFloats(MemoryMarshal.AsBytes<Half>(halves), TensorType.F16, floats);

        Assert.Equal(halves.Select(half => Bits((float)half)), floats.Select(Bits));
    }

    [Fact]
    public void Floats_around_every_half_round_as_the_runtime_rounds_them()
    {
        // The values of all halves, the ties between neighbours, and what lies one bit beside either.
        uint[] offsets = [0, 1, 0x0FFF, 0x1000, 0x1001, 0x1FFF];
        var floats = Enumerable.Range(0, ushort.MaxValue + 1)
            .SelectMany(bits => offsets.Select(offset => Bits((float)BitConverter.UInt16BitsToHalf((ushort)bits)) + offset))
            .Select(BitConverter.UInt32BitsToSingle)
            .ToArray();
        var halves = new Half[floats.Length];

        FloatConversion.FromFloats(floats, TensorType.F16, MemoryMarshal.AsBytes(halves.AsSpan()));

        Assert.Equal(
            floats.Select(value => BitConverter.HalfToUInt16Bits((Half)value)), halves.Select(BitConverter.HalfToUInt16Bits));
    }

    [Fact]
    public void A_bfloat16_among_many_rounds_as_it_does_alone()
    {
        var floats = Enumerable.Range(0, 1 << 16).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 65521)).ToArray();
        var together = new byte[floats.Length * sizeof(ushort)];
        FloatConversion.FromFloats(floats, TensorType.BF16, together);

        var alone = new byte[together.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            FloatConversion.FromFloats([floats[i]], TensorType.BF16, alone.AsSpan(i * sizeof(ushort), sizeof(ushort)));
        }

        Assert.Equal(alone, together);
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

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

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
