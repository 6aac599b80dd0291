using FedK8s.Core.Determinism;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Tests.Toy;

public sealed class LabelSplitTests
{
    private static readonly int[] _labels = [.. Enumerable.Range(0, 2400).Select(index => index % 4)];

    [Theory]
    [InlineData(null)]
    [InlineData(10.0)]
    [InlineData(0.1)]
    public void Every_example_is_dealt_once_and_no_client_is_left_without(double? alpha)
    {
        var parts = LabelSplit.Deal(_labels, 8, alpha, new SeededRandom(1));

        Assert.Equal(Enumerable.Range(0, 2400), parts.SelectMany(part => part).Order());
        Assert.All(parts, part => Assert.True(part.Length >= LabelSplit.FewestExamples));
    }

    [Fact]
    public void Alike_means_as_many_for_each_client() =>
        Assert.All(LabelSplit.Deal(_labels, 8, null, new SeededRandom(1)), part => Assert.Equal(300, part.Length));

    [Fact]
    public void A_smaller_alpha_makes_clients_differ_more()
    {
        double[] shares = [.. new double?[] { null, 10, 1, 0.1 }.Select(LargestShareOfALabel)];

        Assert.Equal(shares.Order(), shares);
    }

    [Fact]
    public void Shares_have_the_variance_of_a_Dirichlet_distribution()
    {
        var random = new SeededRandom(2);
        double[] first = [.. Enumerable.Range(0, 20_000).Select(_ => LabelSplit.Dirichlet(4, 0.5, random)[0])];

        var mean = first.Average();
        var variance = first.Average(share => (share - mean) * (share - mean));

        Assert.Equal(1.0 / 4, mean, 0.01);
        Assert.Equal(0.25 * 0.75 / ((4 * 0.5) + 1), variance, 0.002); // p (1 - p) / (sum of alphas + 1)
    }

    // The mean over clients of the share that a client's commonest answer has.
    private static double LargestShareOfALabel(double? alpha) => LabelSplit.Deal(_labels, 8, alpha, new SeededRandom(3))
        .Average(part => part.GroupBy(index => _labels[index]).Max(label => (double)label.Count() / part.Length));
}
