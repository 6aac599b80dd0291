using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Tests.Aggregation;

public sealed class ServerMomentumTests
{
    private static readonly MemoryTensors Before = new(("w", [1f, 10f]), ("still", [1f]));
    private static readonly MemoryTensors Checkpoint = new(("w", [2f, 8f]), ("still", [3f]));
    private static readonly ClientTensors Update = new(new ClientId("a"), 1, new MemoryTensors(("w", [2.5f, 8f])));

    // The average, and half of what the last round changed: 2.5 + 0.5 x 1, 8 - 0.5 x 2.
    [Fact]
    public void A_share_of_the_last_rounds_change_is_added() =>
        Assert.Equal([3f, 7f], Averages.Values("w", Checkpoint, With(new ServerMomentum(0.5, Checkpoint, Before)), Update));

    [Fact]
    public void What_nobody_trained_stays_as_it_is() =>
        Assert.Equal([3f], Averages.Values("still", Checkpoint, With(new ServerMomentum(0.5, Checkpoint, Before)), Update));

    [Fact]
    public void A_tensor_that_was_not_there_before_has_no_velocity() => Assert.Equal(
        [2.5f, 8f], Averages.Values("w", Checkpoint, With(new ServerMomentum(0.5, Checkpoint, new MemoryTensors(("other", [1f])))), Update));

    // w' = w + beta v + gradient step, round after round, against the recursion written out.
    [Fact]
    public void Over_many_rounds_it_is_the_velocity_of_FedAvgM()
    {
        var (w, velocity) = (0.0, 0.0);
        var (before, now) = (new MemoryTensors(("w", [0f])), new MemoryTensors(("w", [0f])));
        for (var round = 1; round <= 5; round++)
        {
            var sent = (float)w + round;
            velocity = (0.25 * velocity) + round;
            w += velocity;

            var next = Averages.Values(
                "w", now, With(new ServerMomentum(0.25, now, before)), new ClientTensors(new ClientId("a"), 1, new MemoryTensors(("w", [sent]))));

            (before, now) = (now, new MemoryTensors(("w", next)));
            Assert.Equal(w, next[0], 4);
        }
    }

    // (1 x 4 + 3 x 2) / 4: the second client has three examples and sent nothing, which counts as 2.
    [Fact]
    public void A_client_that_counts_as_unchanged_holds_a_tensor_back()
    {
        var other = new ClientTensors(new ClientId("b"), 3, new MemoryTensors(("still", [9f])));
        var sender = new ClientTensors(new ClientId("a"), 1, new MemoryTensors(("w", [4f, 8f])));

        Assert.Equal([2.5f, 8f], Averages.Values("w", Checkpoint, new AverageOptions { CountsAbsent = true }, sender, other));
        Assert.Equal([4f, 8f], Averages.Values("w", Checkpoint, new AverageOptions(), sender, other));
    }

    private static AverageOptions With(ServerMomentum momentum) => new() { Momentum = momentum };
}
