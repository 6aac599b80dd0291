using FedK8s.Worker.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training;

public sealed class GradientTests
{
    // mu = 0.5, w - w_t = (0.5, -1): the gradient (0.1, 0.2) becomes (0.35, -0.3).
    [Fact]
    public void The_proximal_gradient_is_mu_times_the_way_from_the_start()
    {
        using var scope = NewDisposeScope();
        var weight = Weight(values: [1, 2], gradient: [0.1f, 0.2f]);
        using var start = new WeightCopies([weight]);
        var term = new ProximalTerm(start, mu: 0.5);
        using (no_grad())
        {
            weight.copy_(tensor(new[] { 1.5f, 1f }));
        }

        term.AddGradient();

        AssertNumbers([0.35f, -0.3f], weight.grad);
    }

    // The gradients (3, 0) and (4) together have norm 5.
    [Fact]
    public void Gradients_above_the_norm_are_scaled_together()
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [Weight([1, 1], [3, 0]), Weight([1], [4])];

        GradientClipping.Clip(weights, maxNorm: 1);

        AssertNumbers([0.6f, 0], weights[0].grad);
        AssertNumbers([0.8f], weights[1].grad);
    }

    [Fact]
    public void Gradients_below_the_norm_stay()
    {
        using var scope = NewDisposeScope();
        var weight = Weight([1, 1], [0.3f, 0.4f]);

        GradientClipping.Clip([weight], maxNorm: 1);

        AssertNumbers([0.3f, 0.4f], weight.grad);
    }

    [Fact]
    public void Clipping_gives_PyTorchs_numbers()
    {
        using var scope = NewDisposeScope();
        Parameter[] ours = [Weight([1, 2, 3], [5, -6, 7]), Weight([1], [0.01f])];
        Parameter[] theirs = [Weight([1, 2, 3], [5, -6, 7]), Weight([1], [0.01f])];

        GradientClipping.Clip(ours, maxNorm: 2.5);
        nn.utils.clip_grad_norm_(theirs, max_norm: 2.5);

        AssertNumbers(Numbers(theirs[0].grad), ours[0].grad);
        AssertNumbers(Numbers(theirs[1].grad), ours[1].grad);
    }

    [Fact]
    public void Gradients_of_nothing_but_zeros_stay_zero()
    {
        using var scope = NewDisposeScope();
        var weight = Weight([1, 2], [0, 0]);

        GradientClipping.Clip([weight], maxNorm: 1);

        AssertNumbers([0, 0], weight.grad);
    }

    [Fact]
    public void A_weight_without_a_gradient_is_passed_over() =>
        GradientClipping.Clip([nn.Parameter(ones(2))], maxNorm: 1);

    private static Parameter Weight(float[] values, float[] gradient)
    {
        var weight = nn.Parameter(tensor(values));
        weight.grad = tensor(gradient);
        return weight;
    }

    private static float[] Numbers(Tensor? found) => found is null ? [] : found.data<float>().ToArray();

    private static void AssertNumbers(float[] expected, Tensor? found)
    {
        var numbers = Numbers(found);
        Assert.Equal(expected.Length, numbers.Length);
        Assert.All(expected.Zip(numbers), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
