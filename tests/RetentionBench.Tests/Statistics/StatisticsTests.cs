using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Tests.Studies;

namespace FedK8s.RetentionBench.Tests.Statistics;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(4, 2.7764)]
    [InlineData(31, 2.0395)]
    [InlineData(60, 2.0003)]
    [InlineData(120, 1.9799)]
    public void The_quantiles_are_those_of_a_printed_table(int degrees, double expected) =>
        Assert.Equal(expected, StudentT.At975(degrees), 1e-4);

    [Fact]
    public void The_interval_of_three_values_is_that_of_a_hand_calculation()
    {
        var interval = Interval.Of([1, 2, 3])!;

        Assert.Equal(2, interval.Mean);
        Assert.Equal(4.3027 / Math.Sqrt(3), interval.HalfWidth!.Value, 1e-12); // the standard deviation is 1
    }

    [Fact]
    public void One_value_has_no_interval_and_none_has_no_mean()
    {
        Assert.Null(Interval.Of([1])!.HalfWidth);
        Assert.Null(Interval.Of([]));
    }

    [Fact]
    public void Differences_are_taken_seed_by_seed_where_both_have_one()
    {
        var interval = Interval.OfDifferences(
            new Dictionary<int, double> { [1] = 3, [2] = 5, [3] = 9 }, new Dictionary<int, double> { [1] = 1, [2] = 4 })!;

        Assert.Equal((1.5, 2), (interval.Mean, interval.Count));
        Assert.Equal(12.7062 / 2, interval.HalfWidth!.Value, 1e-12); // of 2 and 1
    }

    [Fact]
    public void Retention_is_taken_task_by_task()
    {
        var start = Given.Evaluation(0, 0.25, general: [1, 0.8]);
        var now = Given.Evaluation(2, 0.9, general: [0.5, 0.4]);

        Assert.Equal(0.5, Retention.Ratio(start, now), 1e-12);
        Assert.Equal(((0.25 / 0.75) + (0.15 / 0.55)) / 2, Retention.BeyondChance(start, now), 1e-12);
        Assert.Equal(45, Retention.Drop(start, now), 1e-12);
    }
}
