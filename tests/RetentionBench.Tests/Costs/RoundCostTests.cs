using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Tests.Costs;

public sealed class RoundCostTests
{
    private static readonly DeviceClass _fast = DeviceClass.Of(0, 8);

    private static ClientLoad Full => new()
    {
        Steps = 1,
        Blocks = 4,
        BaseBlocks = 4,
        BackwardDepth = 4,
        TrainedBlocks = 4,
        AddedBlocks = 0,
        GuardShare = 0,
        BytesUp = 0,
        BytesDown = 0,
    };

    [Fact]
    public void Full_fine_tuning_takes_three_times_its_blocks() => Assert.Equal(12 * RoundCost.BlockSeconds, Seconds(Full), 1e-12);

    [Fact]
    public void One_new_block_at_the_top_takes_its_pass_and_its_own_two_gradients() => Assert.Equal(
        (5 + 1 + 1) * RoundCost.BlockSeconds, Seconds(Full with { Blocks = 5, BackwardDepth = 1, TrainedBlocks = 1 }), 1e-12);

    [Fact]
    public void A_guard_in_every_step_costs_the_step_again_and_the_bases_answer() =>
        Assert.Equal((12 + 12 + 4) * RoundCost.BlockSeconds, Seconds(Full with { GuardShare = 1 }), 1e-12);

    [Fact]
    public void A_slow_device_is_four_times_as_slow_and_its_connection_twenty_times()
    {
        var slow = DeviceClass.Of(7, 8);

        Assert.Equal(4 * Seconds(Full), RoundCost.Seconds(Full, slow), 1e-12);
        Assert.Equal(1, RoundCost.Seconds(Full with { Steps = 0, BytesUp = 500_000, BytesDown = 125_000 }, slow), 1e-12); // 5 Mbit
        Assert.Equal(0.05, RoundCost.Seconds(Full with { Steps = 0, BytesUp = 500_000, BytesDown = 125_000 }, _fast), 1e-12);
    }

    [Fact]
    public void A_step_with_new_blocks_everywhere_takes_eight_passes_seven_gradients_back_and_four_of_weights() =>
        Assert.Equal(19 * RoundCost.BlockSeconds, RoundCost.ExpandedStepSeconds(4, _fast), 1e-12);

    [Theory]
    [InlineData(0, 7)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public void The_backward_pass_ends_at_the_lowest_trained_block(int lowest, int depth) =>
        Assert.Equal(depth, RoundCost.DepthOf(4, [0, 1, 2, 3], lowest));

    [Fact]
    public void Of_eight_clients_two_are_fast_three_are_half_and_three_a_quarter_as_fast() =>
        Assert.Equal([1, 1, 2, 2, 2, 4, 4, 4], Enumerable.Range(0, 8).Select(client => DeviceClass.Of(client, 8).Slowness));

    private static double Seconds(ClientLoad load) => RoundCost.Seconds(load, _fast);
}
