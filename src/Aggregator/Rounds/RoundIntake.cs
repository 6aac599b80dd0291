using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Runs;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Lets updates be judged, and counts the ones that came too late.</summary>
internal sealed class RoundIntake(
    UpdateJudge judge, CheckpointManifests manifests, RunMemory memory, RunView view, RunAnnouncer announcer, AggregatorHealth health)
{
    /// <summary>Judges the updates of these clients. Judging twice gives the same.</summary>
    public async Task JudgeAsync(
        RunObservation run, RoundPlan plan, IReadOnlyList<ClientId> clients, CancellationToken cancellationToken)
    {
        var verdicts = await Batches.SelectAsync(clients, async client =>
        {
            var verdict = await judge.JudgeAsync(plan, client, run.Spec, cancellationToken);
            health.Turn(isLooking: false);
            return verdict;
        });
        foreach (var (client, found) in clients.Zip(verdicts))
        {
            if (found is { } verdict)
            {
                Record(plan, client, verdict);
            }
            else
            {
                memory.Retract(new(plan.Round, plan.Attempt, client));
                view.MarkStale(RunParts.All); // it was said to be there, or was there
            }
        }
    }

    /// <summary>Keeps a verdict and tells it.</summary>
    public void Record(RoundPlan plan, ClientId client, Verdict verdict)
    {
        memory.Record(new(plan.Round, plan.Attempt, client), verdict);
        announcer.Judged(plan.Round, client, verdict);
        if (verdict is Verdict.Accepted && memory.Speeds.Compare(plan, client) is { } seconds)
        {
            announcer.Took(plan.Round, client, seconds.Measured, seconds.Predicted);
        }
    }

    /// <summary>Counts the updates that were submitted to a round after it had ended.</summary>
    public async Task CountLateAsync(RunObservation run, CancellationToken cancellationToken)
    {
        foreach (var update in memory.TakeSubmissions())
        {
            if (run.State?.Value.HasEnded(update.Round, update.Attempt) == true
                && memory.TryCount(new(update.Round, update.Attempt, update.ClientId))
                && !await IsAveragedAsync(update, cancellationToken))
            {
                announcer.Late(update, run.Committed);
            }
        }
    }

    // An accepted update may be announced again, also to an aggregator that was not there when it was accepted.
    private async Task<bool> IsAveragedAsync(UpdateSubmitted update, CancellationToken cancellationToken) =>
        await manifests.FindAsync(update.Round, cancellationToken) is { Value.Contributions: var contributions }
        && contributions.Any(contribution => contribution.UpdateSha256 == update.Manifest.Sha256);
}
