using FedK8s.Aggregator.Cohorts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Writes a round's plan, which opens it. Nobody is asked before: a restarted aggregator goes on with the same cohort.</summary>
internal sealed class RoundOpener(
    RunStore store, RoundAssignments assignments, RunMemory memory, RunView view, SteadyTime time, ILogger<RoundOpener> log)
{
    /// <summary>Opens the round after the committed one. A plan that is already there stays.</summary>
    public async Task OpenAsync(RunObservation run, RunStep.OpenNextRound step, CancellationToken cancellationToken)
    {
        if (run.State is not { Value: var state })
        {
            throw new InvalidOperationException("A round follows a committed checkpoint.");
        }

        if (!step.IsMeasured)
        {
            log.WentOnUnmeasured(memory.RunId, state.Committed, run.Spec.Rounds.DeadlineSeconds);
        }

        var plan = await PlanAsync(run, state, step.Available, cancellationToken);
        var stored = await store.EnsureAsync(RunPaths.Plan(plan.Round, plan.Attempt), plan, cancellationToken);
        view.Plan = stored.Value;
        view.Submitted.Clear();
        if (!ReferenceEquals(stored.Value, plan))
        {
            view.MarkStale(RunParts.Updates); // another's, which may have been answered already
        }
    }

    private async Task<RoundPlan> PlanAsync(
        RunObservation run, RunState state, IReadOnlyList<ClientId> available, CancellationToken cancellationToken)
    {
        var round = state.Committed.Next;
        var drawn = CohortSelector.Select(available, run.Spec.Rounds, run.Spec.LocalTraining.Seed, round, run.Attempt);
        var assigned = await assignments.FindAsync(run.Spec, state, drawn, cancellationToken);
        var now = time.Now;
        return new()
        {
            RunId = memory.RunId,
            Round = round,
            Attempt = run.Attempt,
            Checkpoint = state.Checkpoint,
            Cohort = assigned is null ? drawn : [.. assigned.Select(client => client.ClientId)],
            Assignments = assigned,
            Quorum = run.Spec.Rounds.MinClients,
            OpenedAt = now,
            Deadline = now.AddSeconds(run.Spec.Rounds.DeadlineSeconds),
        };
    }
}
