using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class WeightsTests
{
    [Fact]
    public void Normal_start_values_have_the_mean_and_deviation_asked_for()
    {
        using var scope = NewDisposeScope();
        var weight = empty(200, 200);

        Weights.FillNormal(weight, seed: 5, standardDeviation: 0.02);

        // 40,000 values: five standard errors of the mean and of the deviation.
        Assert.InRange(weight.mean().item<float>(), -5e-4, 5e-4);
        Assert.InRange(weight.std().item<float>(), 0.02 - 3.6e-4, 0.02 + 3.6e-4);
    }

    [Fact]
    public void Kaiming_start_values_fill_the_interval_of_one_over_root_fan_in()
    {
        using var scope = NewDisposeScope();
        var weight = empty(100, 16);

        Weights.FillKaimingUniform(weight, seed: 5);

        Assert.InRange(weight.max().item<float>(), 0.24, 0.25);
        Assert.InRange(weight.min().item<float>(), -0.25, -0.24);
    }

    [Fact]
    public void The_same_seed_gives_the_same_values_and_another_seed_others()
    {
        using var scope = NewDisposeScope();
        Tensor[] weights = [empty(4, 4), empty(4, 4), empty(4, 4)];

        foreach (var (weight, seed) in weights.Zip([1UL, 1UL, 2UL]))
        {
            Weights.FillNormal(weight, seed, standardDeviation: 1);
        }

        Assert.Equal(weights[0].data<float>().ToArray(), weights[1].data<float>().ToArray());
        Assert.NotEqual(weights[0].data<float>().ToArray(), weights[2].data<float>().ToArray());
    }

    [Fact]
    public void A_weight_outlives_the_scope_it_was_made_in()
    {
        var scope = NewDisposeScope();
        using var weight = Weights.Empty([2], ScalarType.Float32, CPU);
        scope.Dispose();

        Assert.False(weight.IsInvalid);
    }
}
