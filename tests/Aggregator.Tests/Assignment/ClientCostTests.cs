using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Capabilities;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// Four base blocks, new ones after the second and the last; six forward at 0.1 s, gradients 0.2 s each, ten steps.
/// </summary>
public sealed class ClientCostTests
{
    [Fact]
    public void The_backward_pass_goes_down_to_the_lowest_trained_block_past_base_blocks_and_new_ones()
    {
        Assert.Equal(4, AFleet.Network.LoadOf(0).Depth); // itself, two base blocks, block 1
        Assert.Equal(1, AFleet.Network.LoadOf(1).Depth);
        Assert.Equal(new BlockLoad(4, 2, 2000, 500), AFleet.Network.All);
    }

    [Theory]
    [InlineData(null, 16.0, 10.0, 18.0)] // 10 (0.6 + 4 * 0.2 + 0.2), 10 (0.6 + 0.2 + 0.2), 10 (0.6 + 4 * 0.2 + 2 * 0.2)
    [InlineData(2.0, 18.0, 12.0, 20.0)] // 0.2 s of a step are none of the blocks'
    [InlineData(0.9, 8.0, 5.0, 9.0)] // blocks take half of what they took alone
    public void A_step_that_was_measured_whole_has_the_last_word(double? step, double lower, double upper, double both)
    {
        var cost = Cost(AFleet.Speed(0.1, 0.4, step));

        Assert.Equal(lower, cost.Seconds(AFleet.Network.LoadOf(0)), 1e-12);
        Assert.Equal(upper, cost.Seconds(AFleet.Network.LoadOf(1)), 1e-12);
        Assert.Equal(both, cost.Seconds(AFleet.Network.All), 1e-12);
    }

    [Fact]
    public void Of_a_whole_step_alone_each_pass_through_a_block_is_the_same_part() // 6 + 4 + 2 for all, 6 + 1 + 1 for the upper
    {
        var cost = Cost(AFleet.Speed(null, null, 1.2));

        Assert.Equal(12, cost.Seconds(AFleet.Network.All), 1e-12);
        Assert.Equal(8, cost.Seconds(AFleet.Network.LoadOf(1)), 1e-12);
    }

    [Fact]
    public void What_is_trained_is_sent_and_what_has_changed_is_fetched() // 10 s + 1000 / 100 + 500 / 50
    {
        var client = AFleet.Client("a") with
        {
            UploadBytesPerSecond = 100,
            DownloadBytesPerSecond = 50,
            DownloadByteCount = 500,
        };

        Assert.Equal(30, new ClientCost(client, AFleet.Network, 1).Seconds(AFleet.Network.LoadOf(1)), 1e-12);
    }

    [Fact]
    public void A_step_of_two_batches_goes_through_the_blocks_twice() =>
        Assert.Equal(20, new ClientCost(AFleet.Client("a"), AFleet.Network, 2).Seconds(AFleet.Network.LoadOf(1)), 1e-12);

    [Fact]
    public void Memory_holds_all_weights_the_state_of_what_is_trained_and_activations_down_to_it()
    {
        var network = AFleet.Network with { BaseByteCount = 10_000, ActivationBytesPerBlock = 100 };
        var client = AFleet.Client("a");
        var cost = new ClientCost(
            client with { Capability = client.Capability with { MemoryBytes = 15_400 } }, network, 1);

        Assert.Equal(15_400, cost.MemoryBytes(network.LoadOf(0))); // 10,000 + 2 * 1000 + 12 * 250 + 4 * 100
        Assert.True(cost.HasMemory(network.LoadOf(0)));
        Assert.False(cost.HasMemory(network.All));
    }

    [Theory]
    [InlineData(18, 10)]
    [InlineData(10, 10)]
    [InlineData(4.5, 4)]
    [InlineData(0.9, 0)]
    public void As_many_steps_as_fit_are_taken(double seconds, int steps) =>
        Assert.Equal(steps, Cost(AFleet.Speed(0.1, 0.4)).StepsWithin(AFleet.Network.LoadOf(1), seconds));

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    public void A_client_of_unknown_speed_is_fast_enough(double? forward)
    {
        var cost = Cost(AFleet.Speed(forward, 0.4));

        Assert.False(cost.IsMeasured);
        Assert.True(cost.Fits(AFleet.Network.All, 1e-9));
    }

    private static ClientCost Cost(Capability capability) =>
        new(AFleet.Client("a") with { Capability = capability }, AFleet.Network, 1);
}
