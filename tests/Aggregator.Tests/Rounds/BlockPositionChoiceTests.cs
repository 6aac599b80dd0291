using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>Sixteen base blocks of 1000 bytes in all, new ones of 100 weights, 10 bytes of activations a block.</summary>
public sealed class BlockPositionChoiceTests
{
    private readonly RunView _view = new();

    [Fact]
    public void A_number_that_the_spec_has_is_left_to_it() => Assert.Null(Choose(new() { Count = 2 }, memory: 1));

    [Fact]
    public void Places_that_the_spec_lists_are_left_to_it() =>
        Assert.Null(Choose(new() { Positions = BlockPositions.Explicit, Explicit = [1] }, memory: 1));

    [Fact]
    public void Nobody_who_has_joined_is_nothing_to_go_by() => Assert.Null(Choose(new(), memory: null));

    // Weights 1000 + 400 M, state 1200 M, activations 10 for each block from the lowest new one up: 16 with four, 14 with three.
    [Theory]
    [InlineData(7560, new[] { 3, 7, 11, 15 })]
    [InlineData(7559, new[] { 4, 9, 15 })]
    [InlineData(5940, new[] { 4, 9, 15 })]
    [InlineData(5939, new[] { 7, 15 })]
    [InlineData(1, new[] { 7 })]
    public void There_are_as_many_as_the_fleet_has_memory_for_up_to_a_quarter(long memory, int[] positions) =>
        Assert.Equal(positions, Choose(new(), memory));

    [Fact]
    public void Where_nobody_rates_places_blocks_are_spread_evenly() =>
        Assert.Equal([7, 15], Choose(new() { Count = 2, Positions = BlockPositions.Importance }, memory: 1));

    [Fact]
    public void What_clients_rate_decides_where_as_many_go_as_there_is_memory_for() // 1000 + 400 + 1200 + 13 * 10 for one, after block 4
    {
        double[] ratings = [.. Enumerable.Range(0, 16).Select(block => block == 4 ? 2.0 : 1)];

        Assert.Equal([4], Choose(new() { Positions = BlockPositions.Importance }, memory: 2730, ratings));
    }

    private IReadOnlyList<int>? Choose(BlockPlacementSpec blocks, long? memory, IReadOnlyList<double>? ratings = null)
    {
        foreach (var client in Clients.Where(_ => memory is not null))
        {
            _view.Clients[client] = new()
            {
                ClientId = client,
                Capability = new() { Device = "cpu", MemoryBytes = memory ?? 0, UsesBFloat16 = false },
                TrainExampleCount = 10,
                TestExampleCount = 0,
                PositionImportance = ratings,
                Model = new() { BaseBlockCount = 16, BaseByteCount = 1000, BlockParameterCount = 100, ActivationByteCount = 10 },
            };
        }

        var spec = Spec() with { Method = new() { BlockExpansion = new() { Blocks = blocks } } };
        return new BlockPositionChoice(_view, new ClientFacts(new RunMemory(Run1), _view)).Choose(spec);
    }
}
