using FedK8s.Aggregator.Assignment;
using FedK8s.Core.Determinism;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class BlockChoiceTests
{
    [Fact]
    public void Of_blocks_of_one_size_greedy_finds_what_enumeration_finds()
    {
        var random = new SeededRandom(8);
        for (var i = 0; i < 5000; i++)
        {
            var blockCount = 1 + random.Next(ExactChoice.MaxBlockCount);
            var network = new ExpandedNetwork(
                blockCount + random.Next(5), [.. Enumerable.Range(0, blockCount).Select(b => new InsertedBlock(b, 250, 1000))]);
            var cost = new ClientCost(AFleet.Client("a", 1) with { UploadBytesPerSecond = 1000 }, network, 1);
            var limit = cost.Seconds(network.All) * (0.3 + random.NextDouble());
            double[] gains = [.. Enumerable.Range(0, blockCount).Select(_ => random.NextDouble() - 0.2)];
            bool[] required = [.. Enumerable.Range(0, blockCount).Select(_ => random.Next(6) == 0)];

            var (exact, greedy) = (new bool[blockCount], new bool[blockCount]);
            var isFound = new ExactChoice(network, limit).Choose(cost, gains, required, exact);

            Assert.Equal(isFound, new GreedyChoice(network, limit).Choose(cost, gains, required, greedy));
            Assert.Equal(Fleet.Total(gains, exact), Fleet.Total(gains, greedy), 1e-12);
        }
    }

    [Fact]
    public void A_choice_that_does_not_fit_leaves_what_was_there()
    {
        var cost = new ClientCost(AFleet.Client("a"), AFleet.Network, 1);
        IBlockChoice[] choices =
            [new ExactChoice(AFleet.Network, 15), new GreedyChoice(AFleet.Network, 15), new FillingChoice(AFleet.Network, 15)];
        foreach (var choice in choices)
        {
            bool[] chosen = [true, true];

            Assert.False(choice.Choose(cost, [1, 1], [true, false], chosen));
            Assert.Equal([true, true], chosen);
            Assert.True(choice.Choose(cost, [1, 1], [false, false], chosen));
            Assert.Equal([false, true], chosen);
        }
    }
}
