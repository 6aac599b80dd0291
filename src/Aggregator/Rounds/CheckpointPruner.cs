using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Deletes what no step of the run will read again. What it deletes follows from the committed round, which never goes back: a
/// process that slept deletes nothing that another needs. What one process leaves behind when it dies the next one finds.
/// </summary>
internal sealed class CheckpointPruner(RunStore store, RunView view, CheckpointManifests manifests)
{
    /// <summary>
    /// How many rounds beyond <c>checkpoint.keep</c> a checkpoint is kept that is still to be measured: a store must not grow
    /// with the run because nobody measures.
    /// </summary>
    public const int MostAwaitedRounds = 16;

    private bool _hasSwept;

    /// <summary>Deletes what the last commit has made obsolete; the first time, everything that ever was.</summary>
    public async Task PruneAsync(RunObservation run, CancellationToken cancellationToken)
    {
        if (!_hasSwept)
        {
            await PruneAllAsync(run, cancellationToken);
            return;
        }

        foreach (var round in view.Checkpoints.Where(round => IsObsolete(run, round)).Order().ToArray())
        {
            await DeleteAsync(await store.ListAsync(RunPaths.Checkpoint(round), cancellationToken), cancellationToken);
            view.Checkpoints.Remove(round);
            manifests.Forget(round);
        }

        var last = await store.ListAsync(RunPaths.Round(run.Committed), cancellationToken);
        await DeleteAsync(last.Where(IsUpdate), cancellationToken);
        view.IsPruneDue = false;
    }

    /// <summary>Deletes checkpoints beyond <c>checkpoint.keep</c> and the updates of committed rounds.</summary>
    public async Task PruneAllAsync(RunObservation run, CancellationToken cancellationToken)
    {
        var checkpoints = await store.ListAsync(RunPaths.Checkpoints, cancellationToken);
        await DeleteAsync(
            checkpoints.Where(path => RunReader.FindRound(path) is { } round && IsObsolete(run, round)), cancellationToken);
        foreach (var round in view.Checkpoints.Where(round => IsObsolete(run, round)).ToArray())
        {
            view.Checkpoints.Remove(round);
            manifests.Forget(round);
        }

        var rounds = await store.ListAsync(RunPaths.Rounds, cancellationToken);
        await DeleteAsync(
            rounds.Where(path => RunReader.FindRound(path) is { } round && round <= run.Committed && IsUpdate(path)),
            cancellationToken);
        _hasSwept = true;
        view.IsPruneDue = false;
    }

    /// <summary>Whether a checkpoint may go: not the start, not one of the last few, none that is to be measured yet.</summary>
    internal static bool IsObsolete(RunObservation run, RoundNumber round)
    {
        var kept = Math.Max(run.Spec.Checkpoint.Keep, run.Spec.Aggregation.ServerMomentum > 0 ? 2 : 1); // momentum reads the last two
        var oldest = run.Committed.Value - kept;
        var isAwaited = run.MissingEvaluations.Contains(round) || run.MissingTestSplits.Any(split => split.Round == round);
        return round != RoundNumber.Start && round.Value <= (isAwaited ? oldest - MostAwaitedRounds : oldest);
    }

    // Below rounds/ROUND/ATTEMPT; the plan beside the updates stays.
    private static bool IsUpdate(BlobPath path) => path.Value.Split('/') is [_, _, _, "updates", ..];

    // The reverse of writing: without its manifest the rest is nothing that a reader could take for whole.
    private async Task DeleteAsync(IEnumerable<BlobPath> paths, CancellationToken cancellationToken)
    {
        var parts = paths.ToLookup(path => path.Value.EndsWith("/manifest.json", StringComparison.Ordinal));
        await Batches.ForEachAsync(parts[true], path => store.DeleteAsync(path, cancellationToken));
        await Batches.ForEachAsync(parts[false], path => store.DeleteAsync(path, cancellationToken));
    }
}
