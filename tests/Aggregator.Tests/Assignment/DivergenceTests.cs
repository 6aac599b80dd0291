using FedK8s.Aggregator.Assignment;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class DivergenceTests
{
    [Theory]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.5, 0.5 }, 0, 0)]
    [InlineData(new[] { 1.0, 0.0 }, new[] { 0.5, 0.5 }, 1, 0.31127812445913283)] // 1 - 0.75 log2 3 + 0.5
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.25, 0.75 }, 0.20751874963942185, 0.0487949406953985)] // 0.5 + 0.5 log2 2/3
    [InlineData(new[] { 0.7, 0.2, 0.1 }, new[] { 0.4, 0.4, 0.2 }, 0.2651484454403227, 0.06665370714512754)]
    public void It_is_what_the_definition_gives_in_bits(double[] p, double[] q, double kullbackLeibler, double jensenShannon)
    {
        Assert.Equal(kullbackLeibler, Divergence.KullbackLeibler(p, q), 1e-15);
        Assert.Equal(jensenShannon, Divergence.JensenShannon(p, q), 1e-15);
        Assert.Equal(jensenShannon, Divergence.JensenShannon(q, p), 1e-15);
    }

    [Fact]
    public void Nothing_in_common_is_one_bit_apart_and_no_finite_surprise()
    {
        Assert.Equal(1, Divergence.JensenShannon([1, 0], [0, 1]));
        Assert.Equal(double.PositiveInfinity, Divergence.KullbackLeibler([1, 0], [0, 1]));
    }
}
