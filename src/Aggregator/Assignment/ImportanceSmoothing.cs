using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Assignment;

/// <summary>One client's ratings of its blocks, across rounds.</summary>
internal static class ImportanceSmoothing
{
    private const double NewShare = 0.5; // our choice

    /// <summary>
    /// An exponential moving average of shares (<see cref="BlockScores.Shares"/>): half of what is new, half of what was. It
    /// stays a list of shares.
    /// </summary>
    /// <param name="previous">What this returned the last time; null the first time.</param>
    /// <param name="measured">I_k,b as measured now.</param>
    public static IReadOnlyList<double> Next(IReadOnlyList<double>? previous, IReadOnlyList<double> measured)
    {
        var shares = BlockScores.Shares(measured);
        return previous is null
            ? shares
            : [.. previous.Zip(shares, (old, share) => ((1 - NewShare) * old) + (NewShare * share))];
    }
}
