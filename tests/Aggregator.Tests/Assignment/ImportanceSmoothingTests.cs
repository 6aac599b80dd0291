using FedK8s.Aggregator.Assignment;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class ImportanceSmoothingTests
{
    [Fact]
    public void Half_is_new_and_half_is_what_was() // (1/4, 3/4), then (1/2, 1/2), then (1, 0)
    {
        var first = ImportanceSmoothing.Next(null, [2, 6]);
        var second = ImportanceSmoothing.Next(first, [9, 9]);

        Assert.Equal([0.25, 0.75], first);
        Assert.Equal([0.375, 0.625], second);
        Assert.Equal([0.6875, 0.3125], ImportanceSmoothing.Next(second, [0.1, 0]));
    }
}
