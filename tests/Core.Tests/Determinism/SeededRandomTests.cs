using FedK8s.Core.Determinism;

namespace FedK8s.Core.Tests.Determinism;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_bits_are_those_of_SplitMix64()
    {
        // The usual test vector: the first five outputs for seed 1234567.
        ulong[] expected =
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var random = new SeededRandom(1234567);

        Assert.Equal(expected, Enumerable.Range(0, 5).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Every_number_below_the_bound_is_about_equally_frequent()
    {
        const int bound = 7;
        const int draws = 70_000;
        var random = new SeededRandom(1);
        var counts = new int[bound];
        for (var i = 0; i < draws; i++)
        {
            counts[random.Next(bound)]++;
        }

        // 10,000 each; 500 is more than five standard deviations (92.6), and the seed is fixed.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Shuffling_keeps_every_item()
    {
        var items = Enumerable.Range(0, 100).ToArray();
        new SeededRandom(3).Shuffle<int>(items);

        Assert.Equal(Enumerable.Range(0, 100), items.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), items);
    }

    [Fact]
    public void Fractions_lie_between_zero_and_below_one()
    {
        var random = new SeededRandom(4);

        Assert.All(
            Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()), value => Assert.True(value is >= 0 and < 1));
    }
}
