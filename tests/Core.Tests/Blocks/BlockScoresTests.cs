using FedK8s.Core.Blocks;

namespace FedK8s.Core.Tests.Blocks;

public sealed class BlockScoresTests
{
    [Fact]
    public void A_score_is_the_mean_share_by_example_counts() // 1/4 (1/4, 3/4) + 3/4 (1/2, 1/2)
    {
        var scores = BlockScores.Of([Client("b", 30, 5, 5), Client("a", 10, 2, 6)], 2);

        Assert.Equal([0.4375, 0.5625], scores);
    }

    [Fact]
    public void The_order_of_the_clients_does_not_change_a_single_bit()
    {
        ClientImportance[] clients = [Client("a", 7, 0.1, 0.7), Client("b", 11, 0.2, 0.3), Client("c", 13, 0.9, 0.4)];

        Assert.Equal(BlockScores.Of(clients, 2), BlockScores.Of([.. clients.Reverse()], 2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 2)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void A_client_that_says_nothing_has_all_blocks_alike(double first, double second) =>
        Assert.Equal([0.5, 0.5], BlockScores.Shares([first, second]));

    [Fact]
    public void Without_clients_all_blocks_are_alike() => Assert.Equal([0.25, 0.25, 0.25, 0.25], BlockScores.Of([], 4));

    [Fact]
    public void A_client_that_rates_other_blocks_is_refused() =>
        Assert.Throws<ArgumentException>(() => BlockScores.Of([Client("a", 1, 1, 2)], 3));

    private static ClientImportance Client(string name, long examples, params double[] values) =>
        new(new(name), examples, values);
}
