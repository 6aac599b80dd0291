using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Tensors;

public sealed class ElementTypeTests
{
    public static TheoryData<string, ScalarType> Made => new()
    {
        { "double", ScalarType.Float64 },
        { "float", ScalarType.Float32 },
        { "int", ScalarType.Int32 },
        { "long", ScalarType.Int64 },
        { "arange of ints", ScalarType.Int64 },
        { "arange of doubles", ScalarType.Float32 },
        { "zeros", ScalarType.Float32 },
        { "array of doubles", ScalarType.Float64 },
        { "array of longs", ScalarType.Int64 },
        { "comparison", ScalarType.Bool },
        { "sum of bools", ScalarType.Int64 },
        { "argmax", ScalarType.Int64 },
        { "randperm", ScalarType.Int64 },
    };

    [Theory]
    [MemberData(nameof(Made))]
    public void Factories_choose_the_element_type(string what, ScalarType expected)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(expected, Make(what).dtype);
    }

    [Fact]
    public void Item_takes_the_exact_element_type()
    {
        using var value = tensor(3.5f);

        Assert.Equal(3.5f, value.item<float>());
    }

    [Fact]
    public void Item_refuses_another_element_type()
    {
        using var value = tensor(3.5f);

        Assert.Throws<ArgumentException>(() => value.item<double>());
    }

    [Fact]
    public void Item_refuses_more_than_one_element()
    {
        using var values = zeros(2);

        Assert.Throws<ArgumentException>(() => values.item<float>());
    }

    [Fact]
    public void ToDouble_converts()
    {
        using var value = tensor(3);

        Assert.Equal(3.0, value.ToDouble());
    }

    [Fact]
    public void An_explicit_cast_converts()
    {
        using var value = tensor(3.5f);

        Assert.Equal(3.5, (double)value);
    }

    private static Tensor Make(string what) => what switch
    {
        "double" => tensor(1.0),
        "float" => tensor(1.0f),
        "int" => tensor(3),
        "long" => tensor(3L),
        "arange of ints" => arange(5),
        "arange of doubles" => arange(0.0, 2.0, 0.5),
        "zeros" => zeros(2),
        "array of doubles" => tensor(new[] { 1.0, 2.0 }),
        "array of longs" => tensor(new[] { 1L, 2L }),
        "comparison" => ones(2) > 0,
        "sum of bools" => (ones(2) > 0).sum(),
        "argmax" => ones(2).argmax(),
        _ => randperm(3),
    };
}
