using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Drives one run: observe, decide, act, and when there is nothing to do, listen. It acts on what is, not on what happened, so
/// it may be stopped at any line and started again.
/// </summary>
internal sealed class RunLoop(
    RunStore store, RunObserver observer, RunActor actor, RunCommits commits, RoundIntake intake,
    RunAnnouncer announcer, RunMemory memory, WorkerRequests requests, Hints hints, TimeProvider time)
{
    /// <summary>How long the loop listens at most before it looks for itself, should every event be lost.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>Runs until the run has ended or is suspended, and returns its last state.</summary>
    public async Task<RunState> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Heard first, observed second: what an event speaks of is then in the store.
            hints.Take();
            var run = await observer.ObserveAsync(cancellationToken);
            var step = RunRules.Next(run, time.GetUtcNow());
            await AnnounceNewsAsync(run, cancellationToken);
            switch (step)
            {
                case RunStep.End end:
                    await announcer.EndedAsync(end.State.Value, cancellationToken);
                    return end.State.Value;
                case RunStep.Wait:
                    await requests.SendAsync(run, cancellationToken);
                    await hints.WaitAsync(Patience(run), cancellationToken);
                    break;
                default:
                    await ActAsync(run, step, cancellationToken);
                    break;
            }
        }
    }

    private async Task AnnounceNewsAsync(RunObservation run, CancellationToken cancellationToken)
    {
        await intake.CountLateAsync(run, cancellationToken);
        if (run.Open is { Plan: var plan } && memory.TryAnnounce(plan))
        {
            await announcer.OpenedAsync(plan, cancellationToken);
        }
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
        var untilDeadline = RunRules.NextDeadline(run) - time.GetUtcNow();
        return untilDeadline < Tick && untilDeadline > TimeSpan.Zero ? untilDeadline.Value : Tick;
    }
}
