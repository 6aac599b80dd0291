namespace FedK8s.Aggregator.Assignment;

/// <summary>Looks at every subset of up to <see cref="MaxBlockCount"/> blocks.</summary>
internal sealed class ExactChoice : IBlockChoice
{
    /// <summary>Above, subsets are too many.</summary>
    public const int MaxBlockCount = 8;

    private readonly double _roundSeconds;
    private readonly BlockLoad[] _loads; // of every subset; bit b of its index is block b

    public ExactChoice(ExpandedNetwork network, double roundSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(network.Blocks.Count, MaxBlockCount);
        _roundSeconds = roundSeconds;
        _loads = new BlockLoad[1 << network.Blocks.Count];
        for (var subset = 1; subset < _loads.Length; subset++)
        {
            _loads[subset] = _loads[Rest(subset)].With(network.LoadOf(Lowest(subset)));
        }
    }

    public bool Choose(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<bool> chosen)
    {
        var must = 0;
        for (var b = 0; b < required.Length; b++)
        {
            must |= required[b] ? 1 << b : 0;
        }

        Span<double> sums = stackalloc double[_loads.Length];
        var best = 0;
        for (var subset = 1; subset < _loads.Length; subset++)
        {
            sums[subset] = sums[Rest(subset)] + gains[Lowest(subset)];
            if ((subset & must) == must
                && (best == 0 || IsBetter(cost, sums, subset, best))
                && cost.Fits(_loads[subset], _roundSeconds))
            {
                best = subset;
            }
        }

        for (var b = 0; best != 0 && b < chosen.Length; b++)
        {
            chosen[b] = (best >> b & 1) == 1;
        }

        return best != 0;
    }

    // A subset of a higher number has a block that is nearer to the output.
    private bool IsBetter(ClientCost cost, ReadOnlySpan<double> sums, int subset, int best) =>
        sums[subset] > sums[best]
        || (sums[subset] == sums[best] && cost.Seconds(_loads[subset]) <= cost.Seconds(_loads[best]));

    private static int Lowest(int subset) => int.TrailingZeroCount(subset);

    private static int Rest(int subset) => subset & (subset - 1);
}
