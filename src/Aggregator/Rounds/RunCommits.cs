using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Moves the state pointer. A commit that is lost to another process changes nothing here: the run is observed again and goes on
/// from what the other has committed. Losing time after time means that the other is alive, and then this one leaves.
/// </summary>
internal sealed class RunCommits(
    RunStore store, RunMemory memory, RunView view, CheckpointManifests manifests, CheckpointPruner pruner,
    RunAnnouncer announcer, ILogger<RunCommits> log)
{
    /// <summary>Commits lost in a row after which this process leaves the run to the other.</summary>
    public const int MostLostInARow = 3;

    private int _lostInARow;

    /// <summary>Points at the checkpoint of <paramref name="round"/>, whose manifest is there.</summary>
    public async Task CommitCheckpointAsync(RunObservation run, RoundNumber round, CancellationToken cancellationToken)
    {
        var found = await manifests.FindAsync(round, cancellationToken);
        if (found is not { Value: var manifest })
        {
            view.MarkStale(RunParts.All); // observed, and gone since
            return;
        }

        RequireAverageable(manifest, found.Blob);
        var next = new RunState
        {
            RunId = memory.RunId,
            Generation = (run.State?.Value.Generation ?? 0) + 1,
            Committed = round,
            Checkpoint = found.Blob,
            Phase = RunPhase.Running,
            AbandonedAttempts = 0,
        };
        if (await TryCommitAsync(run, next, cancellationToken))
        {
            memory.ForgetBefore(round);
            announcer.Committed(manifest, found.Blob);
            view.IsPruneDue = true; // once the next round is open
        }
    }

    /// <summary>Counts an attempt as abandoned; the last committed checkpoint stands.</summary>
    public async Task AbandonAsync(
        RunObservation run, RoundPlan plan, string detail, CancellationToken cancellationToken)
    {
        if (await TryCommitAsync(run, Following(run) with { AbandonedAttempts = plan.Attempt }, cancellationToken))
        {
            announcer.Abandoned(plan, detail);
        }
    }

    /// <summary>Says that the run is complete, and why.</summary>
    public async Task CompleteAsync(RunObservation run, RunStep.Complete complete, CancellationToken cancellationToken)
    {
        // Measurements that were late have kept their checkpoints until now.
        await pruner.PruneAllAsync(run, cancellationToken);
        var next = Following(run) with { Phase = RunPhase.Complete, Reason = complete.Reason, Message = complete.Message };
        if (await TryCommitAsync(run, next, cancellationToken) && complete is { IsIncomplete: true, Message: { } message })
        {
            log.RunIncomplete(memory.RunId, message);
        }
    }

    /// <summary>Says that the run has failed. An attempt that is open counts as used up.</summary>
    /// <exception cref="RunFailedException">There is no state yet that could say so.</exception>
    public async Task FailAsync(RunObservation run, RunStep.Fail failure, CancellationToken cancellationToken)
    {
        if (run.State is null)
        {
            if (await store.FindStateAsync(cancellationToken) is not null)
            {
                CountLost(run); // another process has started the run meanwhile
                return;
            }

            announcer.FailedAtStart(failure.Code, failure.Message);
            await announcer.FlushAsync();
            throw new RunFailedException(
                ExitCodes.All.FirstOrDefault(code => code.Code == failure.Code) ?? ExitCodes.InternalError, failure.Message);
        }

        var failed = Following(run);
        failed = failed with
        {
            Phase = RunPhase.Failed,
            AbandonedAttempts = run.Open?.Plan.Attempt ?? failed.AbandonedAttempts,
            Code = failure.Code,
            Message = failure.Message,
        };
        await TryCommitAsync(run, failed, cancellationToken);
    }

    /// <summary>Counts that another process was faster.</summary>
    /// <exception cref="RunFailedException">It was so time after time.</exception>
    public void CountLost(RunObservation run)
    {
        view.MarkStale(RunParts.All);
        log.CommitLost(memory.RunId, run.State?.Value.Generation ?? 0);
        if (++_lostInARow >= MostLostInARow)
        {
            throw new RunFailedException(
                ExitCodes.StateConflict,
                $"Another aggregator commits run {memory.RunId} in {store.Location}: {_lostInARow} commits in a row were lost to it, "
                + "expected one aggregator; stop one of the two.");
        }
    }

    private async Task<bool> TryCommitAsync(RunObservation run, RunState next, CancellationToken cancellationToken)
    {
        if (await store.TryCommitAsync(run.State, next, cancellationToken) is not { } committed)
        {
            CountLost(run);
            return false;
        }

        _lostInARow = 0;
        view.State = committed;
        return true;
    }

    private static RunState Following(RunObservation run) => run.State is { Value: var state }
        ? state with { Generation = state.Generation + 1 }
        : throw new InvalidOperationException("The first commit is that of checkpoint 0.");

    private static void RequireAverageable(CheckpointManifest manifest, BlobReference checkpoint)
    {
        var unfit = manifest.Files
            .SelectMany(file => file.Tensors)
            .FirstOrDefault(tensor => TensorTypeFormat.FindType(tensor.Type) is not { } type || !StreamingAverage.CanAverage(type));
        if (unfit is not null)
        {
            throw new RunFailedException(
                ExitCodes.CheckpointMismatch,
                $"{checkpoint.Path}: {unfit.Name} is {unfit.Type}, expected F32, BF16 or F16; convert the model's trainable weights.");
        }
    }
}
