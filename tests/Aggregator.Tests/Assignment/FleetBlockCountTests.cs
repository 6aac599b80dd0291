using FedK8s.Aggregator.Assignment;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// Four base blocks; two new ones take 18 seconds (ten steps of 0.6 forward, 4 * 0.2 and 2 * 0.2 backward), one after the second block
/// takes 13 (0.5, 3 * 0.2 and 0.2).
/// </summary>
public sealed class FleetBlockCountTests
{
    [Theory]
    [InlineData(18.01, 2)]
    [InlineData(17.99, 1)]
    [InlineData(0.1, 1)] // whoever cannot train one in time trains it for fewer steps
    public void As_many_as_there_is_time_for(double seconds, int count) => Assert.Equal(count, Count(seconds, AFleet.Client("a")));

    [Theory]
    [InlineData(4, 2)]
    [InlineData(5, 1)] // one in six is less than a fifth
    public void A_fifth_of_the_clients_has_to_have_it(int slow, int count) => Assert.Equal(
        count,
        Count(20, [AFleet.Client("a"), .. Enumerable.Range(0, slow).Select(number => AFleet.Client($"slow-{number}", slowness: 10))]));

    [Fact]
    public void Whoever_was_not_measured_counts_as_fast_enough() =>
        Assert.Equal(2, Count(0.1, AFleet.Client("a") with { Capability = AFleet.Speed(null, null) }));

    [Fact]
    public void Weights_their_state_and_activations_have_to_fit() // 2000 bytes of weights and 500 * 12 of state, against half of it
    {
        var capability = AFleet.Speed(null, null);

        Assert.Equal(2, Count(1, AFleet.Client("a") with { Capability = capability with { MemoryBytes = 8000 } }));
        Assert.Equal(1, Count(1, AFleet.Client("a") with { Capability = capability with { MemoryBytes = 7999 } }));
    }

    [Fact]
    public void All_blocks_are_fetched_before_all_are_sent() // 18 + 2000 / 100 + 2000 / 50
    {
        var client = AFleet.Client("a") with { UploadBytesPerSecond = 100, DownloadBytesPerSecond = 50 };

        Assert.Equal(2, Count(78.01, client));
        Assert.Equal(1, Count(77.99, client));
    }

    [Fact]
    public void A_whole_step_was_measured_with_the_most_blocks() => // 2.0 less 1.8 is nobody's, 10 (0.5 + 0.6 + 0.2 + 0.2) then
        Assert.Equal(
            15,
            new ClientCost(AFleet.Client("a") with { Capability = AFleet.Speed(0.1, 0.4, 2) }, NetworkOf(1), 1, AFleet.Network).Seconds(NetworkOf(1).All),
            1e-12);

    private static int Count(double seconds, params AssignableClient[] clients) => FleetBlockCount.Of(2, NetworkOf, clients, 1, seconds);

    private static ExpandedNetwork NetworkOf(int count) => count == 2 ? AFleet.Network : new(4, [new(1, 250, 1000)]);
}
