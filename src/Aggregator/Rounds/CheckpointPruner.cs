using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Deletes what no step of the run will read again. It goes by what lies in the store, so what one process leaves behind when
/// it dies the next one finds.
/// </summary>
internal sealed class CheckpointPruner(RunStore store)
{
    /// <summary>Deletes checkpoints beyond <c>checkpoint.keep</c> and the updates of committed rounds.</summary>
    /// <param name="run">What was observed last.</param>
    /// <param name="committed">The round that the state pointer is at.</param>
    /// <param name="cancellationToken">Stops between two deletions.</param>
    public async Task PruneAsync(RunObservation run, RoundNumber committed, CancellationToken cancellationToken)
    {
        var checkpoints = await store.ListAsync(RunPaths.Checkpoints, cancellationToken);
        await DeleteAsync(
            checkpoints.Where(path => RunObserver.FindRound(path) is { } round && IsObsolete(run, round, committed)),
            cancellationToken);

        var rounds = await store.ListAsync(RunPaths.Rounds, cancellationToken);
        await DeleteAsync(
            rounds.Where(path => RunObserver.FindRound(path) is { } round && round <= committed && IsUpdate(path)),
            cancellationToken);
    }

    /// <summary>Whether a checkpoint may go: not the start, not one of the last few, none whose evaluation is still due.</summary>
    internal static bool IsObsolete(RunObservation run, RoundNumber round, RoundNumber committed) =>
        round != RoundNumber.Start
        && round.Value <= committed.Value - run.Spec.Checkpoint.Keep
        && !run.MissingEvaluations.Contains(round);

    // Below rounds/ROUND/ATTEMPT; the plan beside the updates stays.
    private static bool IsUpdate(BlobPath path) => path.Value.Split('/') is [_, _, _, "updates", ..];

    // The reverse of writing: without its manifest the rest is nothing that a reader could take for whole.
    private async Task DeleteAsync(IEnumerable<BlobPath> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths.OrderByDescending(path => path.Value.EndsWith("/manifest.json", StringComparison.Ordinal)))
        {
            await store.DeleteAsync(path, cancellationToken);
        }
    }
}
