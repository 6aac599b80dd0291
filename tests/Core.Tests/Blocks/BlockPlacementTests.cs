using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Determinism;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Tests.Blocks;

public sealed class BlockPlacementTests
{
    [Theory]
    [InlineData(4, 2, new[] { 1, 3 })]
    [InlineData(4, 1, new[] { 1 })]
    [InlineData(4, 4, new[] { 0, 1, 2, 3 })]
    [InlineData(5, 2, new[] { 1, 4 })]
    [InlineData(5, 3, new[] { 0, 2, 4 })]
    [InlineData(32, 8, new[] { 3, 7, 11, 15, 19, 23, 27, 31 })]
    [InlineData(32, 0, new[] { 3, 7, 11, 15, 19, 23, 27, 31 })]
    public void Uniform_blocks_end_each_even_part(int baseBlocks, int count, int[] expected) =>
        Assert.Equal(expected, Place(BlockPositions.Uniform, baseBlocks, count));

    [Theory]
    [InlineData(BlockPositions.Top, new[] { 4, 5 })]
    [InlineData(BlockPositions.Bottom, new[] { 0, 1 })]
    public void Top_is_next_to_the_output_and_bottom_next_to_the_input(BlockPositions positions, int[] expected) =>
        Assert.Equal(expected, Place(positions, 6, 2));

    [Fact]
    public void Explicit_positions_are_sorted_and_count_is_not_looked_at() =>
        Assert.Equal([0, 2, 5], BlockPlacement.Place(
            new() { Positions = BlockPositions.Explicit, Explicit = [5, 0, 2], Count = 1 }, 6, 1));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(32, 8)]
    public void A_quarter_of_the_blocks_is_added_by_default(int baseBlocks, int expected) =>
        Assert.Equal(expected, BlockPlacement.Count(new(), baseBlocks));

    [Fact]
    public void Random_positions_depend_on_the_seed_alone_and_reach_every_block()
    {
        var drawn = Enumerable.Range(0, 100).Select(seed => Place(BlockPositions.Random, 6, 2, seed)).ToArray();

        Assert.Equal(drawn[7], Place(BlockPositions.Random, 6, 2, 7));
        Assert.All(drawn, positions => Assert.True(positions.Count == 2 && positions[0] < positions[1]));
        Assert.Equal([0, 1, 2, 3, 4, 5], drawn.SelectMany(positions => positions).Distinct().Order());
    }

    [Fact]
    public void The_most_important_positions_keep_their_distance() // 8 / (2 * 2) = 2, so 3 and 4 do not go together
    {
        double[] scores = [0.05, 0.05, 0.10, 0.30, 0.25, 0.05, 0.15, 0.05];

        Assert.Equal([3, 6], Place(BlockPositions.Importance, 8, 2, scores: scores));
        Assert.Equal([3, 4], Place(BlockPositions.Importance, 8, 2, scores: scores, minSpacing: 1));
        Assert.Equal([2, 6], Place(BlockPositions.Importance, 8, 2, scores: [0, 0, 0.4, 0, 0.5, 0, 0.2, 0], minSpacing: 4));
    }

    [Fact]
    public void A_distance_that_leaves_no_room_is_cut_to_one_that_does() =>
        Assert.Equal([0, 2, 4], Place(BlockPositions.Importance, 5, 3, scores: [0.1, 0.3, 0.1, 0.3, 0.2], minSpacing: 4));

    [Fact]
    public void Of_equal_positions_those_nearest_to_the_input_are_taken() =>
        Assert.Equal([0, 2, 4], Place(BlockPositions.Importance, 12, 3, scores: [.. Enumerable.Repeat(1 / 12.0, 12)]));

    [Fact]
    public void No_other_positions_at_that_distance_are_more_important()
    {
        var random = new SeededRandom(5);
        for (var i = 0; i < 200; i++)
        {
            var scores = Enumerable.Range(0, 1 + random.Next(9)).Select(_ => random.NextDouble()).ToArray();
            var count = 1 + random.Next(scores.Length);
            var spacing = 1 + random.Next(Math.Max(1, (scores.Length - 1) / Math.Max(1, count - 1)));

            var placed = Place(BlockPositions.Importance, scores.Length, count, scores: scores, minSpacing: spacing);

            Assert.True(IsApart(placed, spacing) && placed.Count == count);
            Assert.Equal(Subsets(scores.Length, count).Where(subset => IsApart(subset, spacing))
                .Max(subset => subset.Sum(p => scores[p])), placed.Sum(p => scores[p]), 1e-12);
        }
    }

    [Theory]
    [InlineData(BlockPositions.Uniform, "count: 5 new blocks; wanted at most 4, as the base model has no more: ask for fewer.")]
    [InlineData(BlockPositions.Explicit, "explicit: 4; wanted 0 to 3, the base model's blocks: correct it.")]
    public void What_the_model_has_no_room_for_is_the_manifests_fault(BlockPositions positions, string expected)
    {
        var fault = Assert.Throws<RunFailedException>(() => BlockPlacement.Place(
            new() { Positions = positions, Count = 5, Explicit = [1, 4] }, 4, 1));

        Assert.Equal(ExitCodes.InvalidManifest, fault.Code);
        Assert.Equal($"spec.method.blockExpansion.blocks.{expected}", fault.Message);
    }

    private static IReadOnlyList<int> Place(
        BlockPositions positions, int baseBlocks, int count, int seed = 1, double[]? scores = null, int minSpacing = 0) =>
        BlockPlacement.Place(
            new() { Positions = positions, Count = count, MinSpacing = minSpacing }, baseBlocks, seed, scores);

    private static bool IsApart(IReadOnlyList<int> positions, int spacing) =>
        positions.Zip(positions.Skip(1)).All(pair => pair.Second - pair.First >= spacing);

    private static IEnumerable<int[]> Subsets(int size, int count) => Enumerable.Range(0, 1 << size)
        .Select(mask => Enumerable.Range(0, size).Where(p => (mask >> p & 1) == 1).ToArray())
        .Where(subset => subset.Length == count);
}
