using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Says what has become of a run: as an event, a line of the log and, for updates, a number.</summary>
internal sealed class RunAnnouncer(
    RunMemory memory, IRunMessages messages, UpdateMetrics metrics, ILogger<RunAnnouncer> log)
{
    public Task OpenedAsync(RoundPlan plan, CancellationToken cancellationToken)
    {
        log.RoundOpened(plan.RunId, plan.Round, plan.Attempt, plan.Cohort.Count, plan.Deadline);
        return messages.PublishAsync(
            new RoundOpened(plan.RunId, plan.Round, plan.Attempt, plan.Cohort, plan.Deadline), cancellationToken);
    }

    public Task JudgedAsync(RoundNumber round, ClientId client, Verdict verdict, CancellationToken cancellationToken)
    {
        if (verdict is Verdict.Rejected rejected)
        {
            log.UpdateRejected(memory.RunId, round, client, rejected.Reason, rejected.Detail);
            metrics.Count(UpdateVerdict.Rejected, rejected.Reason);
            return messages.PublishAsync(
                new UpdateJudged(memory.RunId, round, client, UpdateVerdict.Rejected, rejected.Reason.ToString(), rejected.Detail),
                cancellationToken);
        }

        log.UpdateAccepted(memory.RunId, round, client);
        metrics.Count(UpdateVerdict.Accepted);
        return messages.PublishAsync(
            new UpdateJudged(memory.RunId, round, client, UpdateVerdict.Accepted, null, null), cancellationToken);
    }

    public Task LateAsync(UpdateSubmitted update, RoundNumber committed, CancellationToken cancellationToken)
    {
        log.UpdateLate(update.RunId, update.Round, update.ClientId);
        metrics.Count(UpdateVerdict.Late);
        return messages.PublishAsync(
            new UpdateJudged(
                update.RunId, update.Round, update.ClientId, UpdateVerdict.Late, "RoundClosed",
                $"Attempt {update.Attempt} at round {update.Round} had ended; round {committed} is committed."),
            cancellationToken);
    }

    public Task CommittedAsync(CheckpointManifest manifest, BlobReference checkpoint, CancellationToken cancellationToken)
    {
        if (manifest.Round == RoundNumber.Start)
        {
            log.StartCommitted(manifest.RunId);
            return Task.CompletedTask;
        }

        var exampleCount = manifest.Contributions.Sum(contribution => contribution.ExampleCount);
        log.RoundClosed(manifest.RunId, manifest.Round, manifest.Contributions.Count, exampleCount);
        return messages.PublishAsync(
            new RoundClosed(
                manifest.RunId, manifest.Round, checkpoint,
                [.. manifest.Contributions.Select(contribution => contribution.ClientId)], exampleCount),
            cancellationToken);
    }

    public Task AbandonedAsync(RoundPlan plan, string detail, CancellationToken cancellationToken)
    {
        log.RoundAbandoned(plan.RunId, plan.Round, plan.Attempt, detail);
        return messages.PublishAsync(new RoundAbandoned(plan.RunId, plan.Round, plan.Attempt, detail), cancellationToken);
    }

    public Task EndedAsync(RunState state, CancellationToken cancellationToken)
    {
        switch (state.Phase)
        {
            case RunPhase.Complete:
                log.RunComplete(state.RunId, state.Committed);
                break;
            case RunPhase.Failed:
                log.RunFailed(state.RunId, state.Committed, state.Code, state.Message);
                break;
            default:
                log.RunSuspended(state.RunId, state.Committed);
                return Task.CompletedTask;
        }

        return messages.PublishAsync(
            new RunFinished(state.RunId, state.Phase, state.Committed, state.Code, state.Message), cancellationToken);
    }

    /// <summary>The run failed before it had a state to say so.</summary>
    public Task FailedAtStartAsync(string code, string message, CancellationToken cancellationToken)
    {
        log.RunFailed(memory.RunId, RoundNumber.Start, code, message);
        return messages.PublishAsync(
            new RunFinished(memory.RunId, RunPhase.Failed, RoundNumber.Start, code, message), cancellationToken);
    }
}
