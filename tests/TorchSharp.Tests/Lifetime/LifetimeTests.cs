using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Lifetime;

/// <summary>Native memory: nothing is freed while in use, and nothing is kept that is not.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public void Training_survives_collections_that_race_with_finalisers()
    {
        using var training = new SmallTraining();
        var losses = new List<float>();
        for (var step = 0; step < 300; step++)
        {
            losses.Add(training.Leak());
            GC.Collect();
        }
        Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public async Task Operands_without_a_later_use_live_until_the_call_returns()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var collector = Task.Run(() => CollectUntil(stop.Token), TestContext.Current.CancellationToken);
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(3 * 64, cat([ones(64), ones(64), ones(64)]).sum().ToSingle());
        }
        await stop.CancelAsync();
        await collector;
    }

    [Fact]
    public void One_call_takes_thousands_of_tensors()
    {
        using var scope = NewDisposeScope();
        var parts = Enumerable.Range(1, 6000).Select(number => tensor((double)number)).ToArray();
        Assert.Equal(6000 * 6001 / 2.0, stack(parts).sum().ToDouble());
    }

    [Fact]
    public void Resident_memory_stays_flat_over_two_thousand_steps()
    {
        using var training = new SmallTraining();
        Repeat(training, 400);
        var early = ResidentBytes();
        Repeat(training, 1600);
        Assert.InRange(ResidentBytes(), 0, early * 1.08);
    }

    [Fact]
    public void Live_tensors_stay_constant_between_steps()
    {
        using var training = new SmallTraining();
        Repeat(training, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Repeat(training, 20);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public async Task Threads_train_side_by_side_as_they_do_alone()
    {
        var alone = Train();
        var stop = TestContext.Current.CancellationToken;
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Train, stop)));
        Assert.All(together, losses => Assert.Equal(alone.Length, losses.Count(float.IsFinite)));
    }

    private static void CollectUntil(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }

    private static float[] Train()
    {
        using var training = new SmallTraining();
        return [.. Enumerable.Range(0, 100).Select(_ => training.Step())];
    }

    private static void Repeat(SmallTraining training, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            training.Step();
            if (step % 50 == 0)
            {
                GC.Collect();
            }
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long ResidentBytes() => Environment.WorkingSet;
}
