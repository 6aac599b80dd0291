using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Modules;

public sealed class GradientTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_modules_zero_grad_removes_gradients()
    {
        _sample.call(ones(2)).sum().backward();

        _sample.zero_grad();

        Assert.Null(_sample.Scale.grad);
    }

    [Fact]
    public void A_modules_zero_grad_may_keep_zeros()
    {
        _sample.call(ones(2)).sum().backward();

        _sample.zero_grad(set_to_none: false);

        Assert.Equal([0f, 0f], _sample.Scale.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_optimizers_zero_grad_leaves_zeros()
    {
        using var optimizer = optim.AdamW(_sample.parameters());
        _sample.call(ones(2)).sum().backward();

        optimizer.zero_grad();

        Assert.Equal([0f, 0f], _sample.Scale.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Parameters_include_frozen_ones()
    {
        _sample.Scale.requires_grad = false;

        Assert.Contains(_sample.parameters(), parameter => ReferenceEquals(parameter, _sample.Scale));
    }

    [Fact]
    public void A_frozen_parameter_gets_no_gradient()
    {
        _sample.Scale.requires_grad = false;

        _sample.call(ones(2)).sum().backward();

        Assert.Null(_sample.Scale.grad);
    }

    [Fact]
    public void Gradients_add_up()
    {
        using var leaf = ones(1).requires_grad_();

        (leaf * 2).backward();
        (leaf * 3).backward();

        Assert.Equal(5, leaf.grad!.ToDouble());
    }

    [Fact]
    public void Gradients_of_chosen_inputs_leave_the_others_alone()
    {
        using var leaf = ones(2).requires_grad_();
        using var loss = (leaf * leaf).sum();

        var gradients = autograd.grad([loss], [leaf]);

        Assert.Equal([2f, 2f], gradients[0].data<float>().ToArray());
        Assert.Null(leaf.grad);
    }
}
