using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class TargetLossTests
{
    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_vocabulary()
    {
        using var scope = NewDisposeScope();

        var loss = TargetLoss.Mean(zeros(1, 3, 7), tensor(new long[] { 0, 3, 6 }, [1, 3]));

        Assert.Equal(Math.Log(7), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void Ignored_positions_do_not_count()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0, 0, 100, 0 }, [1, 2, 2]); // (B, T, V)

        var loss = TargetLoss.Mean(logits, tensor(new long[] { 0, Batch.Ignored }, [1, 2]));

        Assert.Equal(Math.Log(2), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void The_sum_is_the_mean_times_the_counted_positions()
    {
        using var scope = NewDisposeScope();
        var targets = tensor(new long[] { 1, Batch.Ignored, 4 }, [1, 3]);

        Assert.Equal(2 * Math.Log(5), TargetLoss.Sum(zeros(1, 3, 5), targets).item<float>(), 1e-6);
    }
}
