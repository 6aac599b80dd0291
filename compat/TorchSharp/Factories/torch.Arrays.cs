namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor over the array's own memory: writing to one shows in the other.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) =>
        from_array(rawArray, ToScalarType(ElementType(rawArray)), device ?? CPU);

    /// <summary>As above, unless another type or device asks for a copy.</summary>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var element = ElementType(rawArray);
        var own = ToScalarType(element);
        if (element == typeof((float, float)))
        {
            return Copied(
                Elements<(float, float)>(rawArray), Lengths(rawArray), own, dtype, device, requires_grad, names);
        }
        var made = Pinned(rawArray, 0, Lengths(rawArray), own, dtype ?? own, device, requires_grad);
        return Named(made, names);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        dtype is null && device is null
            ? data.alias()
            : data.to(dtype ?? data.dtype, device ?? data.device).requires_grad_(data.requires_grad);

    /// <summary>A 1-d tensor over a part of the array. Another type converts, it never reinterprets.</summary>
    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
        {
            throw new ArgumentException($"offset {offset} in an array of {length}", nameof(offset));
        }
        count = count < 0 ? length - offset : count;
        if (count > length - offset)
        {
            throw new IndexOutOfRangeException($"{count} elements from {offset} on in an array of {length}");
        }
        return Pinned(rawArray, offset, [count], ToScalarType(ElementType(rawArray)), dtype, CPU, requires_grad);
    }

    private static Type ElementType(Array array) => array.GetType().GetElementType()!;
}
