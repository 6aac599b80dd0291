using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Modules;

public sealed class ConversionTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Conversion_reaches_parameters_and_buffers()
    {
        _sample.to(ScalarType.Float64);

        Assert.All(_sample.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
    }

    [Fact]
    public void Conversion_replaces_the_parameter_objects()
    {
        var before = _sample.get_parameter("a.fc.weight");

        _sample.to(ScalarType.Float64);

        Assert.NotSame(before, _sample.get_parameter("a.fc.weight"));
        Assert.True(before!.IsInvalid);
    }

    [Fact]
    public void Conversion_changes_the_fields_too()
    {
        _sample.to(ScalarType.BFloat16);

        Assert.Equal(ScalarType.BFloat16, _sample.Scale.dtype);
    }

    [Fact]
    public void Conversion_to_the_same_type_changes_nothing()
    {
        var before = _sample.Scale;

        _sample.to(ScalarType.Float32);

        Assert.Same(before, _sample.Scale);
    }

    [Fact]
    public void Conversion_keeps_frozen_parameters_frozen()
    {
        _sample.Scale.requires_grad = false;

        _sample.to(ScalarType.Float64);

        Assert.False(_sample.Scale.requires_grad);
        Assert.True(_sample.get_parameter("a.fc.weight")!.requires_grad);
    }

    [Fact]
    public void Conversion_takes_gradients_along()
    {
        _sample.call(ones(2)).sum().backward();

        _sample.to(ScalarType.Float64);

        Assert.Equal(ScalarType.Float64, _sample.Scale.grad!.dtype);
    }

    [Fact]
    public void Conversion_survives_a_dispose_scope()
    {
        using (NewDisposeScope())
        {
            _sample.to(ScalarType.Float64);
        }

        Assert.False(_sample.get_parameter("a.fc.weight")!.IsInvalid);
    }

    [Fact]
    public void Conversion_to_integers_is_refused() =>
        Assert.Throws<ArgumentException>(() => _sample.to(ScalarType.Int32));

    [Fact]
    public void A_module_of_another_type_still_computes()
    {
        _sample.to(ScalarType.Float64);

        Assert.Equal(ScalarType.Float64, _sample.call(ones(2, dtype: ScalarType.Float64)).dtype);
    }
}
