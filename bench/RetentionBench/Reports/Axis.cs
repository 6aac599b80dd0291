namespace FedK8s.RetentionBench.Reports;

/// <summary>Where values lie along an edge of a plot.</summary>
/// <param name="Least">The value at <paramref name="Start"/>.</param>
/// <param name="Most">The value at <paramref name="End"/>; above the least.</param>
/// <param name="Start">In pixels.</param>
/// <param name="End">In pixels.</param>
internal sealed record Axis(double Least, double Most, double Start, double End)
{
    /// <summary>With a twentieth of room on both sides.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="start">In pixels.</param>
    /// <param name="end">In pixels.</param>
    public static Axis Over(IEnumerable<double> values, double start, double end)
    {
        double[] all = [.. values];
        var (least, most) = (all.Min(), all.Max());
        var room = most > least ? (most - least) / 20 : 0.5;
        return new(least - room, most + room, start, end);
    }

    public double At(double value) => Start + ((value - Least) / (Most - Least) * (End - Start));

    /// <summary>One of <paramref name="count"/> even parts' ends: the place and the value.</summary>
    public (double At, double Value) Tick(int number, int count)
    {
        var value = Least + ((Most - Least) * number / count);
        return (At(value), value);
    }
}
