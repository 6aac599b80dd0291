using TorchSharp;
using TorchSharp.Modules;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Optimization;

public sealed class ClippingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Parameter[] _parameters =
        [Parameter(Wave([2, 3], phase: 2)), Parameter(Wave([4], phase: 3)), Parameter(Wave([2]))];

    public ClippingTests()
    {
        foreach (var parameter in _parameters[..2])
        {
            parameter.grad = parameter.detach() * 3;
        }
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("below", 100.0, 2.0)]
    [InlineData("above", 0.5, 2.0)]
    [InlineData("one", 0.5, 1.0)]
    [InlineData("infinity", 0.5, double.PositiveInfinity)]
    public void Clipping_follows_the_reference(string name, double maximum, double kind)
    {
        var expected = Read<Clipped>("clipping", name);

        var norm = nn.utils.clip_grad_norm_(_parameters, maximum, kind);

        Assert.Equal(expected.Norm, norm, 1e-5);
        expected.Gradients.Matches(cat([.. _parameters[..2].Select(parameter => parameter.grad!.reshape(-1))]));
    }

    [Fact]
    public void Without_gradients_the_norm_is_zero() =>
        Assert.Equal(0, nn.utils.clip_grad_norm_(_parameters[2..], 1));

    [Fact]
    public void Values_are_clipped_each_by_itself()
    {
        nn.utils.clip_grad_value_(_parameters, 0.25);

        Assert.Equal(0.25, _parameters[0].grad!.abs().max().ToDouble(), 1e-6);
    }

    [Fact]
    public void Parameters_become_one_vector_and_again_parameters()
    {
        var vector = nn.utils.parameters_to_vector(_parameters).detach();

        nn.utils.vector_to_parameters(vector * 2, _parameters);

        Assert.Equal([12], vector.shape);
        Assert.True(nn.utils.parameters_to_vector(_parameters).allclose(vector * 2));
    }
}
