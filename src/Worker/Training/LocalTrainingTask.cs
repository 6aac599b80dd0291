using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;
using FedK8s.Core.Runs;
using FedK8s.Worker.Data;
using FedK8s.Worker.Training.Retention;

namespace FedK8s.Worker.Training;

/// <summary>What one client trains in one round.</summary>
internal sealed record LocalTrainingTask
{
    /// <summary>Who trains.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>From 1.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>The most rounds the run has; the learning rate's schedule spans them all.</summary>
    public required int MaxRounds { get; init; }

    /// <summary>The client's train split, at least one example.</summary>
    public required IReadOnlyList<EncodedExample> Examples { get; init; }

    /// <summary>Fills the shorter rows of a batch.</summary>
    public required int PaddingId { get; init; }

    /// <summary>How to train.</summary>
    public required LocalTrainingSpec Training { get; init; }

    /// <summary>Most optimiser steps of this round, at least 1; null for as many as <see cref="Training"/> says.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Holds on to the base model; null where nothing does.</summary>
    public LocalGuard? Guard { get; init; }

    /// <summary>Optimiser steps of the round.</summary>
    public int Steps => Math.Min(FullSteps, MaxSteps ?? FullSteps);

    /// <summary>The learning rate, over the whole run.</summary>
    public LearningRateSchedule Schedule => new(Training, (long)MaxRounds * FullSteps);

    /// <summary>Optimiser steps, counted over the run as if every round had all of its own, before this round's first.</summary>
    public long FirstStep => (Round.Value - 1L) * FullSteps;

    private int FullSteps => RoundSteps.Count(Examples.Count, Training);

    /// <summary>
    /// The batches of each optimiser step, step after step. Those of a step depend on its number, not on where they begin.
    /// </summary>
    /// <param name="first">The step to begin with, from 0, within the round.</param>
    public IEnumerable<StepBatches> BatchesOfSteps(int first = 0)
    {
        var perEpoch = RoundSteps.PerEpoch(Examples.Count, Training);
        var order = Array.Empty<int>();
        for (var step = first; step < Steps; step++)
        {
            if (step == first || step % perEpoch == 0)
            {
                order = EpochOrder.Of(Examples.Count, Training.Seed, ClientId, Round, epoch: step / perEpoch);
            }

            yield return BatchesOf(step, step % perEpoch, order);
        }
    }

    private StepBatches BatchesOf(int step, int stepOfEpoch, int[] order)
    {
        EncodedExample[][] task =
        [
            .. RoundSteps.Batches(stepOfEpoch, order.Length, Training)
                .Select(range => Array.ConvertAll(order[range], index => Examples[index])),
        ];
        return new(Batches(task), Guard is { } guard && guard.IsDue(FirstStep + step) ? Batches(Beside(task, guard, step)) : []);
    }

    private EncodedExample[][] Beside(EncodedExample[][] task, LocalGuard guard, int step)
    {
        var stepName = step.ToString(CultureInfo.InvariantCulture);
        var random = new SeededRandom(Seeds.Derive(Training.Seed, "guard", ClientId.Value, Round.ToString(), stepName));
        return Array.ConvertAll(task, examples => guard.Beside(examples, random));
    }

    private Batch[] Batches(EncodedExample[][] groups) => Array.ConvertAll(groups, group => Batch.Of(group, PaddingId));
}
