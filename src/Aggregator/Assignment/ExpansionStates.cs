using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Assignment;

/// <summary>How what a run of blockExpansion carries along goes on from round to round. It is in the checkpoint, so no crash loses it.</summary>
internal static class ExpansionStates
{
    /// <summary>The state after a round: who trained what, and what clients said of the blocks, smoothed.</summary>
    /// <param name="previous">Of the checkpoint that the round started from; null for other methods.</param>
    /// <param name="plan">The round.</param>
    /// <param name="accepted">The updates that were averaged. What they say of blocks is checked, not trusted.</param>
    public static BlockExpansionState? Next(
        BlockExpansionState? previous, RoundPlan plan, IReadOnlyList<Stored<UpdateManifest>> accepted)
    {
        if (previous is null)
        {
            return null;
        }

        var known = previous.Importance.ToDictionary(found => found.ClientId, found => found.Values);
        foreach (var update in accepted.Select(update => update.Value))
        {
            if (update.BlockImportance is { } measured && measured.Count == previous.Positions.Count)
            {
                known[update.ClientId] = ImportanceSmoothing.Next(known.GetValueOrDefault(update.ClientId), measured);
            }
        }

        return previous with
        {
            Assignments = plan.Assignments ?? [],
            Importance =
            [
                .. known.OrderBy(found => found.Key.Value, StringComparer.Ordinal).Select(found => new BlockImportance(found.Key, found.Value)),
            ],
        };
    }
}
