namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Takes blocks in the order of their gains, of equals the nearest to the output first, whenever another fits: the control arms,
/// which do not weigh one block against another.
/// </summary>
internal sealed class FillingChoice(ExpandedNetwork network, double roundSeconds) : IBlockChoice
{
    private readonly BlockLoad[] _loads = [.. Enumerable.Range(0, network.Blocks.Count).Select(network.LoadOf)];

    public bool Choose(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<bool> chosen)
    {
        var load = default(BlockLoad);
        for (var b = 0; b < _loads.Length; b++)
        {
            load = required[b] ? load.With(_loads[b]) : load;
        }

        if (load.Count > 0 && !cost.Fits(load, roundSeconds))
        {
            return false;
        }

        Span<bool> taken = stackalloc bool[_loads.Length];
        required.CopyTo(taken);
        foreach (var b in Order(gains))
        {
            if (!taken[b] && load.With(_loads[b]) is var more && cost.Fits(more, roundSeconds))
            {
                (load, taken[b]) = (more, true);
            }
        }

        if (load.Count > 0)
        {
            taken.CopyTo(chosen);
        }

        return load.Count > 0;
    }

    private static int[] Order(ReadOnlySpan<double> gains)
    {
        double[] keys = [.. gains];
        return [.. Enumerable.Range(0, keys.Length).Reverse().OrderByDescending(b => keys[b])];
    }
}
