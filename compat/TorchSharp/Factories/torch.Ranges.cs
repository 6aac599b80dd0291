namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (integral ? ScalarType.Int64 : get_default_dtype());
        var made = Op.Call("arange.start_step", start, stop, step, type, Value.None, InitializeDevice(device));
        return Finish(made, requires_grad, null);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        columns = columns == -1 ? rows : columns;
        var type = dtype ?? get_default_dtype();
        var made = Op.Call("eye.m", rows, columns, type, Value.None, InitializeDevice(device));
        return Finish(made, requires_grad, names);
    }

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var type = dtype ?? get_default_dtype();
        var made = Op.Call("linspace", start, end, steps, type, Value.None, InitializeDevice(device));
        return Finish(made, requires_grad, null);
    }

    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var type = dtype ?? get_default_dtype();
        var made = Op.Call("logspace", start, end, steps, @base, type, Value.None, InitializeDevice(device));
        return Finish(made, requires_grad, null);
    }
}
