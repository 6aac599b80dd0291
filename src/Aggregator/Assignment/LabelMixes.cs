namespace FedK8s.Aggregator.Assignment;

/// <summary>Which labels the clients have: q_k of each, and q_bar of all examples together.</summary>
internal sealed class LabelMixes
{
    private LabelMixes(double[][] mixes, double[] pooled) => (Mixes, Pooled) = (mixes, pooled);

    /// <summary>q_k: shares that sum to 1, in the order of the clients; q_bar where the client's labels are not known.</summary>
    public IReadOnlyList<double[]> Mixes { get; }

    /// <summary>q_bar: the mean of the known mixes by example counts.</summary>
    public IReadOnlyList<double> Pooled { get; }

    /// <summary>The mixes; null where no client's labels are known.</summary>
    /// <param name="clients">In one order; a list that is shorter than another has none of the labels that it lacks.</param>
    public static LabelMixes? Of(IReadOnlyList<AssignableClient> clients)
    {
        var known = clients.Select(client => Shares(client.Labels)).ToArray();
        var labelCount = known.Max(mix => mix?.Length) ?? 0;
        if (labelCount == 0)
        {
            return null;
        }

        var pooled = new double[labelCount];
        foreach (var (client, mix) in clients.Zip(known))
        {
            for (var i = 0; i < mix?.Length; i++)
            {
                pooled[i] += client.ExampleCount * mix[i];
            }
        }

        var total = pooled.Sum();
        pooled = [.. pooled.Select(mass => mass / total)];
        return new LabelMixes(
            [.. known.Select(mix => mix is null ? pooled : [.. mix, .. new double[labelCount - mix.Length]])], pooled);
    }

    // Counts of a client that are no counts say nothing, as none at all do.
    private static double[]? Shares(IReadOnlyList<double>? labels)
    {
        var total = labels?.Sum() ?? 0;
        return labels is not null && labels.All(count => count >= 0) && total > 0 && double.IsFinite(total)
            ? [.. labels.Select(count => count / total)]
            : null;
    }
}
