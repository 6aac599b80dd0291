using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Keeps since when the run is active: across restarts, and anew from the end of each suspension.</summary>
internal sealed class RunActivities(RunStore store, RunMemory memory, RunView view, TimeProvider time)
{
    private const int MostTries = 10;

    /// <summary>Brings the store's record up to date with what is wanted.</summary>
    /// <param name="isSuspended">Whether the run is to pause.</param>
    /// <param name="cancellationToken">Stops between two tries.</param>
    public async Task KeepAsync(bool isSuspended, CancellationToken cancellationToken)
    {
        for (var count = 0; count < MostTries; count++)
        {
            var found = view.Activity ??= await store.EnsureAsync(
                RunPaths.Activity,
                new RunActivity { RunId = memory.RunId, ActiveSince = time.GetUtcNow(), IsSuspended = isSuspended },
                cancellationToken);
            if (found.Value.IsSuspended == isSuspended)
            {
                return;
            }

            var next = isSuspended
                ? found.Value with { IsSuspended = true }
                : found.Value with { IsSuspended = false, ActiveSince = time.GetUtcNow() };
            view.Activity = await store.TryReplaceAsync(found, next, cancellationToken);
        }

        throw new RunFailedException(
            ExitCodes.StateConflict,
            $"{RunPaths.Activity} in {store.Location} was changed by another process {MostTries} times in a row, expected one "
            + "aggregator; stop one of the two.");
    }
}
