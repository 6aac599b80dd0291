using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Runs;
using FedK8s.Worker.Training;

namespace FedK8s.Cli.Comparison;

/// <summary>How much a run trained.</summary>
/// <param name="Steps">Optimiser steps of all its clients together.</param>
/// <param name="Examples">Examples that went through the model, once for each pass.</param>
internal sealed record TrainingEffort(long Steps, long Examples)
{
    /// <summary>
    /// Adds up what the clients of every committed round were asked to do, from the plans in the store; attempts that were
    /// abandoned do not count.
    /// </summary>
    public static async Task<TrainingEffort> ReadAsync(RunStore store, CancellationToken cancellationToken)
    {
        var document = await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken);
        var state = await store.FindStateAsync(cancellationToken);
        if (document is null || state is null)
        {
            return new(0, 0);
        }

        var training = document.Value.Run.Spec.LocalTraining;
        var (steps, examples) = (0L, 0L);
        foreach (var plan in await ReadPlansAsync(store, cancellationToken))
        {
            foreach (var clientId in plan.Cohort.Where(_ => plan.Round <= state.Value.Committed))
            {
                var client = await store.FindAsync<JoinedClient>(RunPaths.Client(clientId), cancellationToken);
                if (client is { Value.TrainExampleCount: var count })
                {
                    steps += RoundSteps.Count((int)count, training);
                    examples += RoundSteps.ExampleCount((int)count, training);
                }
            }
        }

        return new(steps, examples);
    }

    // Of each round the last attempt, which is the one that was committed.
    private static async Task<IEnumerable<RoundPlan>> ReadPlansAsync(RunStore store, CancellationToken cancellationToken)
    {
        var plans = new List<RoundPlan>();
        foreach (var path in await store.ListAsync(RunPaths.Rounds, cancellationToken))
        {
            if (path.Value.EndsWith("/plan.json", StringComparison.Ordinal)
                && await store.FindAsync<RoundPlan>(path, cancellationToken) is { } plan)
            {
                plans.Add(plan.Value);
            }
        }

        return plans.GroupBy(plan => plan.Round).Select(attempts => attempts.MaxBy(plan => plan.Attempt)!); // a group is not empty
    }
}
