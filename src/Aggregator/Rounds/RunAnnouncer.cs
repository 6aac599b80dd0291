using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Says what has become of a run: as an event, a line of the log and, for updates, a number.</summary>
internal sealed class RunAnnouncer(
    RunMemory memory, IRunMessages messages, UpdateMetrics metrics, TimeProvider time, ILogger<RunAnnouncer> log)
{
    private Task _sent = Task.CompletedTask;
    private Task _inOrder = Task.CompletedTask;

    /// <summary>Ends when everything that was said so far is sent, or given up.</summary>
    public Task FlushAsync() => _sent;

    public void Opened(RoundPlan plan, DateTimeOffset deadline)
    {
        log.RoundOpened(plan.RunId, plan.Round, plan.Attempt, plan.Cohort.Count, deadline);
        Publish(new RoundOpened(plan.RunId, plan.Round, plan.Attempt, plan.Cohort, deadline));
    }

    public void Judged(RoundNumber round, ClientId client, Verdict verdict)
    {
        if (verdict is Verdict.Rejected rejected)
        {
            log.UpdateRejected(memory.RunId, round, client, rejected.Reason, rejected.Detail);
            metrics.Count(UpdateVerdict.Rejected, rejected.Reason);
            PublishBeside(new UpdateJudged(
                memory.RunId, round, client, UpdateVerdict.Rejected, rejected.Reason.ToString(), rejected.Detail));
            return;
        }

        log.UpdateAccepted(memory.RunId, round, client);
        metrics.Count(UpdateVerdict.Accepted);
        PublishBeside(new UpdateJudged(memory.RunId, round, client, UpdateVerdict.Accepted, null, null));
    }

    public void Took(RoundNumber round, ClientId client, double measured, double predicted) =>
        log.ClientTook(memory.RunId, round, client, measured, predicted, (measured / predicted) - 1);

    public void Late(UpdateSubmitted update, RoundNumber committed)
    {
        log.UpdateLate(update.RunId, update.Round, update.ClientId);
        metrics.Count(UpdateVerdict.Late);
        PublishBeside(new UpdateJudged(
            update.RunId, update.Round, update.ClientId, UpdateVerdict.Late, "RoundClosed",
            $"Attempt {update.Attempt} at round {update.Round} had ended; round {committed} is committed."));
    }

    public void Committed(CheckpointManifest manifest, BlobReference checkpoint)
    {
        if (manifest.Round == RoundNumber.Start)
        {
            log.StartCommitted(manifest.RunId);
            return;
        }

        var exampleCount = manifest.Contributions.Sum(contribution => contribution.ExampleCount);
        log.RoundClosed(manifest.RunId, manifest.Round, manifest.Contributions.Count, exampleCount);
        Publish(new RoundClosed(
            manifest.RunId, manifest.Round, checkpoint,
            [.. manifest.Contributions.Select(contribution => contribution.ClientId)], exampleCount));
    }

    public void Abandoned(RoundPlan plan, string detail)
    {
        log.RoundAbandoned(plan.RunId, plan.Round, plan.Attempt, detail);
        Publish(new RoundAbandoned(plan.RunId, plan.Round, plan.Attempt, detail));
    }

    public void Stuck(ClientStuck stuck)
    {
        log.ClientStuck(stuck.RunId, stuck.Round, stuck.ClientId, stuck.Step, stuck.Seconds);
        Publish(stuck);
    }

    public void Ended(RunState state)
    {
        switch (state)
        {
            case { Phase: RunPhase.Complete, Message: { } message }:
                log.RunEnded(state.RunId, state.Committed, message);
                break;
            case { Phase: RunPhase.Complete }:
                log.RunComplete(state.RunId, state.Committed);
                break;
            case { Phase: RunPhase.Failed }:
                log.RunFailed(state.RunId, state.Committed, state.Code, state.Message);
                break;
            default:
                log.RunSuspended(state.RunId, state.Committed);
                return;
        }

        Publish(new RunFinished(state.RunId, state.Phase, state.Committed, state.Code, state.Message));
    }

    /// <summary>The run failed before it had a state to say so.</summary>
    public void FailedAtStart(string code, string message)
    {
        log.RunFailed(memory.RunId, RoundNumber.Start, code, message);
        Publish(new RunFinished(memory.RunId, RunPhase.Failed, RoundNumber.Start, code, message));
    }

    // One after another, so that the story is heard in its order, and nobody waits for it.
    private void Publish<TEvent>(TEvent @event)
        where TEvent : class =>
        _sent = _inOrder = PublishAfterAsync(_sent, @event, time.GetTimestamp());

    // Verdicts may be heard in any order, but not before what happened before them, nor after what happens next.
    private void PublishBeside(UpdateJudged @event) =>
        _sent = Task.WhenAll(_sent, PublishAfterAsync(_inOrder, @event, time.GetTimestamp()));

    private async Task PublishAfterAsync<TEvent>(Task previous, TEvent @event, long said)
        where TEvent : class
    {
        await previous;
        if (time.GetElapsedTime(said) < BusMessages.Patience)
        {
            await messages.PublishAsync(@event, CancellationToken.None);
        }
        else
        {
            log.MessageDropped(typeof(TEvent).Name); // the broker is away, and this must not pile up
        }
    }
}
