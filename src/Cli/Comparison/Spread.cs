namespace FedK8s.Cli.Comparison;

/// <summary>A measure over the runs of an arm; of one run all three are the same.</summary>
internal sealed record Spread(double Mean, double Min, double Max)
{
    /// <summary>Null where a run lacks the measure.</summary>
    public static Spread? Of(IEnumerable<double?> values)
    {
        double?[] all = [.. values];
        return all.Length == 0 || all.Any(value => value is null)
            ? null
            : new(all.Average()!.Value, all.Min()!.Value, all.Max()!.Value); // not null: checked above
    }
}
