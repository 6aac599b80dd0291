using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Runs;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Lets updates be judged, and counts the ones that came too late.</summary>
internal sealed class RoundIntake(RunStore store, UpdateJudge judge, RunMemory memory, RunAnnouncer announcer)
{
    /// <summary>Judges the updates of these clients. Judging twice gives the same.</summary>
    public async Task JudgeAsync(
        RunObservation run, RoundPlan plan, IReadOnlyList<ClientId> clients, CancellationToken cancellationToken)
    {
        foreach (var client in clients)
        {
            if (await judge.JudgeAsync(plan, client, run.Spec.Aggregation.MaxUpdateNorm, cancellationToken) is { } verdict)
            {
                await RecordAsync(plan, client, verdict, cancellationToken);
            }
        }
    }

    /// <summary>Keeps a verdict and tells it.</summary>
    public Task RecordAsync(RoundPlan plan, ClientId client, Verdict verdict, CancellationToken cancellationToken)
    {
        memory.Record(new(plan.Round, plan.Attempt, client), verdict);
        return announcer.JudgedAsync(plan.Round, client, verdict, cancellationToken);
    }

    /// <summary>Counts the updates that were submitted to a round after it had ended.</summary>
    public async Task CountLateAsync(RunObservation run, CancellationToken cancellationToken)
    {
        foreach (var update in memory.TakeSubmissions())
        {
            if (run.State?.Value.HasEnded(update.Round, update.Attempt) == true
                && !await IsAveragedAsync(update, cancellationToken)
                && memory.TryCount(new(update.Round, update.Attempt, update.ClientId)))
            {
                await announcer.LateAsync(update, run.Committed, cancellationToken);
            }
        }
    }

    // An accepted update may be announced again, also to an aggregator that was not there when it was accepted.
    private async Task<bool> IsAveragedAsync(UpdateSubmitted update, CancellationToken cancellationToken)
    {
        var checkpoint = await store.FindAsync<CheckpointManifest>(
            RunPaths.CheckpointManifest(update.Round), cancellationToken);
        return checkpoint is not null
            && checkpoint.Value.Contributions.Any(contribution => contribution.UpdateSha256 == update.Manifest.Sha256);
    }
}
