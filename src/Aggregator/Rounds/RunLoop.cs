using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Drives one run: observe, decide, act, and when there is nothing to do, listen. It acts on what is, not on what happened, so
/// it may be stopped at any line and started again.
/// </summary>
internal sealed class RunLoop(
    RunStore store, RunFile file, RunObserver observer, RunActor actor, RunCommits commits, RunAnnouncements news,
    RunAnnouncer announcer, RunMemory memory, RunView view, WorkerRequests requests, CheckpointPruner pruner,
    Listening listening, AggregatorHealth health, SteadyTime time)
{
    /// <summary>How long the loop goes by what it knows before it looks for itself, should every event be lost.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private DateTimeOffset? _lookedAt;

    /// <summary>Runs until the run has ended or is suspended, and returns its last state.</summary>
    public async Task<RunState> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Heard first, observed second: what an event speaks of is then in the store.
            listening.Take();
            var run = await LookAsync(cancellationToken);
            var step = RunRules.Next(run, time.Now);
            await news.TellAsync(run, cancellationToken);
            switch (step)
            {
                case RunStep.End end:
                    announcer.Ended(end.State.Value);
                    await announcer.FlushAsync();
                    return end.State.Value;
                case RunStep.Wait wait:
                    await WaitAsync(run, wait, cancellationToken);
                    break;
                default:
                    await ActAsync(run, step, cancellationToken);
                    break;
            }
        }
    }

    private async Task<RunObservation> LookAsync(CancellationToken cancellationToken)
    {
        health.Turn(isLooking: true);
        memory.Liveness.Turn(time.Now);
        if (_lookedAt is not { } looked || time.Now - looked >= Tick)
        {
            await file.SubmitAsync(cancellationToken);
            view.MarkStale(RunParts.All);
            _lookedAt = time.Now;
        }

        var run = await observer.ObserveAsync(cancellationToken);
        health.Turn(isLooking: false);
        return run;
    }

    // Who is awaited is asked first; what their updates will be judged by comes while they work, and what is not needed any more goes.
    private async Task WaitAsync(RunObservation run, RunStep.Wait wait, CancellationToken cancellationToken)
    {
        await requests.SendAsync(run, cancellationToken);
        await ActAsync(run, wait, cancellationToken);
        if (view.IsPruneDue && run.State is not null)
        {
            await pruner.PruneAsync(run, cancellationToken);
        }

        await listening.WaitAsync(Patience(run), cancellationToken);
    }

    private async Task ActAsync(RunObservation run, RunStep step, CancellationToken cancellationToken)
    {
        try
        {
            await actor.ActAsync(run, step, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // Another aggregator may have gone on and deleted what this step was reading; otherwise the store is corrupt.
            var state = await store.FindStateAsync(cancellationToken);
            if (state?.Value.Generation == run.State?.Value.Generation)
            {
                throw;
            }

            commits.CountLost(run);
        }
    }

    private TimeSpan Patience(RunObservation run)
    {
        var now = time.Now;
        var untilLook = (_lookedAt ?? now) + Tick - now;
        var untilDeadline = RunRules.NextDeadline(run) - now;
        var patience = untilDeadline > TimeSpan.Zero && untilDeadline < untilLook ? untilDeadline : untilLook;
        return patience > TimeSpan.Zero ? patience : TimeSpan.Zero;
    }
}
