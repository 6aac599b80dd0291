using FedK8s.Aggregator.Cohorts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Writes a round's plan, which opens it. Nobody is asked before: a restarted aggregator goes on with the same cohort.</summary>
internal sealed class RoundOpener(RunStore store, RunMemory memory, TimeProvider time)
{
    /// <summary>Opens the round after the committed one. A plan that is already there stays.</summary>
    public async Task OpenAsync(
        RunObservation run, IReadOnlyList<ClientId> available, CancellationToken cancellationToken)
    {
        if (run.State is not { Value: var state })
        {
            throw new InvalidOperationException("A round follows a committed checkpoint.");
        }

        var round = state.Committed.Next;
        var now = time.GetUtcNow();
        var plan = new RoundPlan
        {
            RunId = memory.RunId,
            Round = round,
            Attempt = run.Attempt,
            Checkpoint = state.Checkpoint,
            Cohort = CohortSelector.Select(available, run.Spec.Rounds, run.Spec.LocalTraining.Seed, round, run.Attempt),
            Quorum = run.Spec.Rounds.MinClients,
            OpenedAt = now,
            Deadline = now.AddSeconds(run.Spec.Rounds.DeadlineSeconds),
        };
        await store.PutOnceAsync(RunPaths.Plan(round, plan.Attempt), plan, cancellationToken);
    }
}
