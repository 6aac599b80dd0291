namespace FedK8s.RetentionBench.Statistics;

/// <summary>A mean over seeds with its 95 % confidence interval.</summary>
/// <param name="Mean">Over <paramref name="Count"/> values.</param>
/// <param name="HalfWidth">Of the interval; null for one value.</param>
/// <param name="Count">At least 1.</param>
internal sealed record Interval(double Mean, double? HalfWidth, int Count)
{
    /// <summary>Null where it is not known: one value says nothing of its spread.</summary>
    public double? Low => Mean - HalfWidth;

    /// <summary>The same on the other side.</summary>
    public double? High => Mean + HalfWidth;

    /// <summary>Null for no values.</summary>
    public static Interval? Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
        {
            return null;
        }

        var mean = all.Average();
        if (all.Length == 1)
        {
            return new(mean, null, 1);
        }

        var variance = all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1);
        return new(mean, StudentT.At975(all.Length - 1) * Math.Sqrt(variance / all.Length), all.Length);
    }

    /// <summary>The differences of two arms' values seed by seed, over the seeds that both have.</summary>
    public static Interval? OfDifferences(IReadOnlyDictionary<int, double> values, IReadOnlyDictionary<int, double> others) =>
        Of(values
            .Where(value => others.ContainsKey(value.Key))
            .OrderBy(value => value.Key)
            .Select(value => value.Value - others[value.Key]));
}
