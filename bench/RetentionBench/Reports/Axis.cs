namespace FedK8s.RetentionBench.Reports;

/// <summary>Where values lie along an edge of a plot.</summary>
/// <param name="Least">The value at <paramref name="Start"/>; a multiple of the step.</param>
/// <param name="Most">The value at <paramref name="End"/>; another, above the least.</param>
/// <param name="Step">From one tick to the next: 1, 2 or 5 times a power of ten.</param>
/// <param name="Start">In pixels.</param>
/// <param name="End">In pixels.</param>
internal sealed record Axis(double Least, double Most, double Step, double Start, double End)
{
    private const int FewestSteps = 5; // a round step is shorter, so there may be more

    /// <summary>The ticks: places and values.</summary>
    public IEnumerable<(double At, double Value)> Ticks => Enumerable
        .Range(0, (int)Math.Round((Most - Least) / Step) + 1)
        .Select(number => Least + (number * Step))
        .Select(value => (At(value), value));

    /// <summary>An axis on which all values have a place.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="start">In pixels.</param>
    /// <param name="end">In pixels.</param>
    public static Axis Over(IEnumerable<double> values, double start, double end)
    {
        double[] all = [.. values];
        var (least, most) = (all.Min(), all.Max());
        if (most <= least)
        {
            (least, most) = (least - 0.5, most + 0.5);
        }

        var step = RoundStep((most - least) / FewestSteps);
        return new(Math.Floor(least / step) * step, Math.Ceiling(most / step) * step, step, start, end);
    }

    public double At(double value) => Start + ((value - Least) / (Most - Least) * (End - Start));

    // The largest round step that is not larger.
    private static double RoundStep(double largest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        return power * (largest / power) switch
        {
            >= 5 => 5,
            >= 2 => 2,
            _ => 1,
        };
    }
}
