namespace FedK8s.Bench.Harness;

/// <summary>A contestant's result: medians over its repetitions, for other load on the machine moves single ones.</summary>
internal sealed record Outcome(string Name, IReadOnlyList<Sample> Samples, Farewell Farewell)
{
    public double CpuSeconds => Median(Samples.Select(sample => sample.CpuSeconds));

    public double WallSeconds => Median(Samples.Select(sample => sample.WallSeconds));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
