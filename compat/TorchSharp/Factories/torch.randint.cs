namespace TorchSharp;

public static partial class torch
{
    /// <summary>Integers drawn evenly from low to high, high excluded.</summary>
    public static Tensor randint(
        long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null)
    {
        var type = dtype ?? ScalarType.Int64;
        var made = Op.Call(
            "randint.low_generator", low, high, size.Shape, generator, type, Value.None, InitializeDevice(device));
        return Finish(made, requires_grad, names);
    }

    public static Tensor randint(
        long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null)
    {
        var type = dtype ?? ScalarType.Int64;
        return Op.Call("randperm.generator", n, generator, type, Value.None, InitializeDevice(device));
    }

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) =>
        Op.Call("randperm.generator_out", n, generator, @out);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null)
    {
        using var drawn = randn(mean.shape, device: std.device, generator: generator);
        using var scaled = drawn * std;
        return scaled + mean;
    }

    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        using var drawn = randn(size, dtype, device, generator: generator);
        using var scaled = drawn * std;
        return Finish(scaled + mean, requires_grad, names);
    }
}
