using System.Numerics;

namespace TorchSharp;

/// <summary>One number, as an argument of operators. It holds nothing native; disposing it does nothing.</summary>
public sealed class Scalar : IDisposable
{
    private readonly Complex _value;
    private readonly long _integer;

    internal Scalar(torch.ScalarType type, double value)
    {
        Type = type;
        _value = value;
        _integer = (long)value;
    }

    internal Scalar(torch.ScalarType type, long value)
    {
        Type = type;
        _value = value;
        _integer = value;
    }

    internal Scalar(torch.ScalarType type, Complex value)
    {
        Type = type;
        _value = value;
        _integer = (long)value.Real;
    }

    /// <summary>Int64, Float64, ComplexFloat64 or Bool: as libtorch, a number keeps its kind, not its width.</summary>
    public torch.ScalarType Type { get; }

    internal long Integer => _integer;

    internal double Real => _value.Real;

    internal Complex ComplexValue => _value;

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(Half value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public static implicit operator Scalar((float, float) value) => value.ToScalar();

    public static implicit operator Scalar(Complex value) => value.ToScalar();

    public void Dispose()
    {
    }

    internal Value AsValue() => Type switch
    {
        torch.ScalarType.Int64 => _integer,
        torch.ScalarType.Bool => _integer != 0,
        torch.ScalarType.Float64 => Real,
        _ => Value.Complex(_value),
    };
}
