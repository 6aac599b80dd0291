namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Tries each block as the lowest one, which fixes how far the backward pass goes, and adds those above by gain per second while
/// they fit. Of blocks of one size this finds the best choice; of others it need not.
/// </summary>
internal sealed class GreedyChoice : IBlockChoice
{
    private readonly double _roundSeconds;
    private readonly BlockLoad[] _loads; // of each block alone
    private readonly BlockLoad _least; // what one more block adds at least

    public GreedyChoice(ExpandedNetwork network, double roundSeconds)
    {
        _roundSeconds = roundSeconds;
        _loads = [.. Enumerable.Range(0, network.Blocks.Count).Select(network.LoadOf)];
        _least = new(0, 1, _loads.Min(load => load.ByteCount), _loads.Min(load => load.ParameterCount));
    }

    public bool Choose(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<bool> chosen)
    {
        if (TakeAll(cost, gains, required, chosen))
        {
            return true;
        }

        Span<int> order = stackalloc int[_loads.Length];
        order = order[..Order(cost, gains, required, order)];
        Span<bool> tried = stackalloc bool[_loads.Length];
        var (bestGain, bestSeconds, isFound) = (0.0, 0.0, false);
        var lowestRequired = required.IndexOf(true);
        var must = Load(required);
        for (var lowest = lowestRequired < 0 ? _loads.Length - 1 : lowestRequired; lowest >= 0; lowest--)
        {
            var load = required[lowest] ? must : must.With(_loads[lowest]);
            if (!cost.Fits(load, _roundSeconds))
            {
                continue;
            }

            required.CopyTo(tried);
            tried[lowest] = true;
            load = Add(cost, order, lowest, load, tried);
            var (gain, seconds) = (Fleet.Total(gains, tried), cost.Seconds(load));
            if (!isFound || gain > bestGain || (gain == bestGain && seconds < bestSeconds))
            {
                (bestGain, bestSeconds, isFound) = (gain, seconds, true);
                tried.CopyTo(chosen);
            }
        }

        return isFound;
    }

    /// <summary>Takes whatever adds something, where it fits: nothing is better.</summary>
    private bool TakeAll(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<bool> chosen)
    {
        Span<bool> all = stackalloc bool[_loads.Length];
        for (var b = 0; b < all.Length; b++)
        {
            all[b] = required[b] || gains[b] > 0;
        }

        var load = Load(all);
        var fits = load.Count > 0 && cost.Fits(load, _roundSeconds);
        if (fits)
        {
            all.CopyTo(chosen);
        }

        return fits;
    }

    /// <summary>Adds blocks above the lowest, in that order, while one fits.</summary>
    private BlockLoad Add(ClientCost cost, ReadOnlySpan<int> order, int lowest, BlockLoad load, Span<bool> blocks)
    {
        foreach (var b in order)
        {
            if (b <= lowest)
            {
                continue;
            }

            if (load.With(_loads[b]) is var more && cost.Fits(more, _roundSeconds))
            {
                (load, blocks[b]) = (more, true);
            }
            else if (!cost.Fits(load.With(_least), _roundSeconds))
            {
                break;
            }
        }

        return load;
    }

    private BlockLoad Load(ReadOnlySpan<bool> blocks)
    {
        var load = default(BlockLoad);
        for (var b = 0; b < blocks.Length; b++)
        {
            load = blocks[b] ? load.With(_loads[b]) : load;
        }

        return load;
    }

    /// <summary>
    /// Blocks that need not be taken and would add something, by gain per second, then by gain, then from the output.
    /// </summary>
    private int Order(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<int> order)
    {
        Span<double> rates = stackalloc double[gains.Length];
        var count = 0;
        for (var b = gains.Length - 1; b >= 0; b--)
        {
            if (required[b] || gains[b] <= 0)
            {
                continue;
            }

            // What a block costs beside the way down to it, which the lowest one pays for all.
            rates[b] = gains[b] / (cost.Seconds(_loads[b] with { Depth = 0 }) - cost.Seconds(default));
            var place = count++;
            for (; place > 0 && IsBefore(b, order[place - 1], rates, gains); place--)
            {
                order[place] = order[place - 1];
            }

            order[place] = b;
        }

        return count;
    }

    private static bool IsBefore(int block, int other, ReadOnlySpan<double> rates, ReadOnlySpan<double> gains) =>
        rates[block] > rates[other] || (rates[block] == rates[other] && gains[block] > gains[other]);
}
