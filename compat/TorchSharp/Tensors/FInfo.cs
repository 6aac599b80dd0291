namespace TorchSharp;

public static partial class torch
{
    /// <summary>Limits of a floating-point type.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps;
        public double max;
        public double min;
        public double tiny;
        public double smallest_normal;
        public double resolution;
    }

    public static FInfo finfo() => finfo(get_default_dtype());

    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.BFloat16 => Limits(16, Math.ScaleB(1, -7), Math.ScaleB(2 - Math.ScaleB(1, -7), 127), -126, 0.01),
        ScalarType.Float16 => Limits(16, Math.ScaleB(1, -10), 65504, -14, 0.001),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, Math.ScaleB(1, -23), float.MaxValue, -126, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 =>
            Limits(64, Math.ScaleB(1, -52), double.MaxValue, -1022, 1e-15),
        _ => throw new ArgumentException($"{dtype} is neither floating point nor complex", nameof(dtype)),
    };

    private static FInfo Limits(int bits, double eps, double max, int smallestExponent, double resolution) => new()
    {
        bits = bits,
        eps = eps,
        max = max,
        min = -max,
        tiny = Math.ScaleB(1, smallestExponent),
        smallest_normal = Math.ScaleB(1, smallestExponent),
        resolution = resolution,
    };
}
