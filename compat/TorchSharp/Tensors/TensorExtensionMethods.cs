using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"element size of {type}"),
    };

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (total, size) => total * size);

    public static Half ToHalf(this Tensor value) => Read(value).ToHalf();

    public static float ToSingle(this Tensor value) => Read(value).ToSingle();

    public static double ToDouble(this Tensor value) => Read(value).ToDouble();

    public static sbyte ToSByte(this Tensor value) => Read(value).ToSByte();

    public static byte ToByte(this Tensor value) => Read(value).ToByte();

    public static short ToInt16(this Tensor value) => Read(value).ToInt16();

    public static int ToInt32(this Tensor value) => Read(value).ToInt32();

    public static long ToInt64(this Tensor value) => Read(value).ToInt64();

    public static bool ToBoolean(this Tensor value) => Read(value).ToBoolean();

    private static Scalar Read(Tensor value) => value.ToScalar();
}
