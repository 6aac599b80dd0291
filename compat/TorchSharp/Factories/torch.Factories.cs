using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    private static Tensor Filled(
        string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(
            Op.Call(name, size, dtype ?? get_default_dtype(), Value.None, InitializeDevice(device)),
            requires_grad, names);

    private static Tensor Drawn(
        string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad,
        Generator? generator, string[]? names) =>
        Finish(
            Op.Call(name, size, generator, dtype ?? get_default_dtype(), Value.None, InitializeDevice(device)),
            requires_grad, names);

    private static Tensor Like(
        string name, Tensor input, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Finish(
            Op.Call(name, input, dtype ?? input.dtype, Value.None, device ?? input.device), requires_grad, names);

    private static Tensor Full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var type = dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : get_default_dtype());
        return Finish(Op.Call("full", size, value, type, Value.None, InitializeDevice(device)), requires_grad, names);
    }

    private static Tensor Finish(Tensor made, bool requires_grad, string[]? names)
    {
        if (requires_grad)
        {
            made.requires_grad = true;
        }
        return Named(made, names);
    }

    private static Tensor Named(Tensor made, string[]? names) => names is null or []
        ? made
        : throw NoNames();

    private static NotSupportedException NoNames() => new("named dimensions are not part of this subset");

    /// <summary>A tensor with its own copy of the numbers. Throws ArgumentException where they are too few.</summary>
    private static unsafe Tensor Copied<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType own, ScalarType? dtype, Device? device,
        bool requires_grad, string[]? names) where T : unmanaged
    {
        RequireDifferentiable(own, requires_grad);
        var wanted = shape.ToArray().TotalSize();
        if (wanted > data.Length)
        {
            throw new ArgumentException($"{data.Length} numbers for a tensor of {wanted}");
        }
        fixed (T* pointer = data)
        fixed (long* sizes = shape)
        {
            var made = new Tensor(NativeError.Check(
                NativeMethods.fedtorch_from_memory(pointer, (int)own, sizes, shape.Length, CPU.Packed)));
            return Finish(Converted(made, dtype ?? own, InitializeDevice(device)), requires_grad, names);
        }
    }

    private static Tensor Grid<T>(
        Array data, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged =>
        Copied(Elements<T>(data), Lengths(data), own, dtype, device, requires_grad, names);

    /// <summary>A tensor over the array's own memory, which stays pinned until libtorch lets go of it.</summary>
    private static unsafe Tensor Pinned(
        Array data, long offset, ReadOnlySpan<long> shape, ScalarType own, ScalarType dtype, Device? device,
        bool requires_grad)
    {
        RequireDifferentiable(own, requires_grad);
        var handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        var start = (byte*)handle.AddrOfPinnedObject() + offset * own.ElementSize();
        fixed (long* sizes = shape)
        {
            var made = NativeMethods.fedtorch_from_pinned(
                start, (int)own, sizes, shape.Length, &Unpin, GCHandle.ToIntPtr(handle));
            if (made == 0)
            {
                handle.Free();
                NativeError.Throw();
            }
            return Finish(Converted(new Tensor(made), dtype, InitializeDevice(device)), requires_grad, null);
        }
    }

    // The published package asks this of the numbers given, before they are converted.
    private static void RequireDifferentiable(ScalarType own, bool requires_grad)
    {
        if (requires_grad && is_integral(own))
        {
            throw NativeError.Create("Only Tensors of floating point and complex dtype can require gradients");
        }
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static Tensor Converted(Tensor made, ScalarType dtype, Device device) =>
        dtype == made.dtype && device.type == DeviceType.CPU ? made : made.to(dtype, device, disposeAfter: true);

    private static T[] Packed<T>(IList<T> list) => list as T[] ?? list.ToArray();

    private static ReadOnlySpan<T> Elements<T>(Array array) => MemoryMarshal.CreateReadOnlySpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] Lengths(Array array)
    {
        var lengths = new long[array.Rank];
        for (var dim = 0; dim < lengths.Length; dim++)
        {
            lengths[dim] = array.GetLongLength(dim);
        }
        return lengths;
    }
}
