using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>One argument of a boxed operator call, made by implicit conversion at the call site. It holds the managed
/// owner, so the owner lives as long as the call.</summary>
internal readonly struct Value
{
    internal readonly object? Owner;
    internal readonly long Bits;
    internal readonly SlotTag Tag;

    private Value(SlotTag tag, long bits, object? owner = null)
    {
        Tag = tag;
        Bits = bits;
        Owner = owner;
    }

    /// <summary>The operator's own default for this argument.</summary>
    internal static Value Default => new(SlotTag.Default, 0);

    /// <summary>None: an absent optional argument.</summary>
    internal static Value None => default;

    public static implicit operator Value(Tensor? tensor) =>
        tensor is null ? default : new(SlotTag.Tensor, 0, tensor);

    public static implicit operator Value(Scalar? scalar) => scalar is null ? default : scalar.AsValue();

    public static implicit operator Value(bool value) => new(SlotTag.Bool, value ? 1 : 0);

    public static implicit operator Value(int value) => new(SlotTag.Int, value);

    public static implicit operator Value(long value) => new(SlotTag.Int, value);

    public static implicit operator Value(double value) => new(SlotTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(bool? value) => value is { } known ? known : default(Value);

    public static implicit operator Value(int? value) => value is { } known ? known : default(Value);

    public static implicit operator Value(long? value) => value is { } known ? known : default(Value);

    public static implicit operator Value(double? value) => value is { } known ? known : default(Value);

    public static implicit operator Value(ScalarType type) => new(SlotTag.Int, (sbyte)type);

    public static implicit operator Value(ScalarType? type) => type is { } known ? known : default(Value);

    public static implicit operator Value(Device? device) =>
        device is null ? default : new(SlotTag.Device, device.Packed);

    public static implicit operator Value(string? text) => text is null ? default : new(SlotTag.String, 0, text);

    public static implicit operator Value(long[]? list) => list is null ? default : new(SlotTag.IntList, 0, list);

    public static implicit operator Value(ReadOnlySpan<long> list) => list.ToArray();

    public static implicit operator Value(double[]? list) => list is null ? default : new(SlotTag.DoubleList, 0, list);

    /// <summary>A list of tensors; where the operator allows absent elements, null stands for one.</summary>
    public static implicit operator Value(Tensor?[]? list) =>
        list is null ? default : new(SlotTag.TensorList, 0, list);

    public static implicit operator Value(Generator? generator) =>
        generator is null ? default : new(SlotTag.Generator, 0, generator);

    internal static Value Complex(System.Numerics.Complex value) =>
        new(SlotTag.Complex, 0, new[] { value.Real, value.Imaginary });
}
