using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new(ScalarType.Int64, (long)value);

    public static Scalar ToScalar(this sbyte value) => new(ScalarType.Int64, (long)value);

    public static Scalar ToScalar(this short value) => new(ScalarType.Int64, (long)value);

    public static Scalar ToScalar(this int value) => new(ScalarType.Int64, (long)value);

    public static Scalar ToScalar(this long value) => new(ScalarType.Int64, value);

    public static Scalar ToScalar(this float value) => new(ScalarType.Float64, (double)value);

    public static Scalar ToScalar(this double value) => new(ScalarType.Float64, value);

    public static Scalar ToScalar(this bool value) => new(ScalarType.Bool, value ? 1L : 0L);

    public static Scalar ToScalar(this Half value) => new(ScalarType.Float64, (double)value);

    public static Scalar ToScalar(this (float, float) value) =>
        new(ScalarType.ComplexFloat64, new Complex(value.Item1, value.Item2));

    public static Scalar ToScalar(this Complex value) => new(ScalarType.ComplexFloat64, value);

    public static Scalar ToBFloat16Scalar(this float value) => new(ScalarType.Float64, (double)value);

    public static Half ToHalf(this Scalar value) => (Half)value.ToDouble();

    public static float ToSingle(this Scalar value) => (float)value.ToDouble();

    public static double ToDouble(this Scalar value) =>
        value.Type == ScalarType.Float64 ? value.Real : value.Integer;

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Integer);

    public static byte ToByte(this Scalar value) => checked((byte)value.Integer);

    public static short ToInt16(this Scalar value) => checked((short)value.Integer);

    public static int ToInt32(this Scalar value) => checked((int)value.Integer);

    public static long ToInt64(this Scalar value) => value.Integer;

    public static bool ToBoolean(this Scalar value) => value.Real != 0;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.ComplexValue.Real, (float)value.ComplexValue.Imaginary);

    public static Complex ToComplexFloat64(this Scalar value) => value.ComplexValue;
}
