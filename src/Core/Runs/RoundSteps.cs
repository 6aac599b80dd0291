using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Runs;

/// <summary>
/// How a round's examples fall into optimiser steps. A pass over the train split is cut into batches, consecutive
/// batches into groups of <c>gradientAccumulation</c>; a group never spans two passes, so the last of a pass may be
/// smaller.
/// </summary>
public static class RoundSteps
{
    /// <summary>Optimiser steps of one round.</summary>
    /// <param name="exampleCount">Examples in the train split, at least 1.</param>
    /// <param name="training">Epochs, batch size, accumulation and the upper bound on steps.</param>
    /// <exception cref="RunFailedException">They are more than can be counted (FK9001).</exception>
    public static int Count(int exampleCount, LocalTrainingSpec training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var asked = (long)training.Epochs * PerEpoch(exampleCount, training);
        var steps = training.MaxSteps > 0 ? Math.Min(asked, training.MaxSteps) : asked;
        return steps <= int.MaxValue
            ? (int)steps
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"spec.localTraining: {training.Epochs} epochs of {exampleCount} examples are {steps} optimiser steps; wanted at most "
                + $"{int.MaxValue}: lower epochs or set maxSteps.");
    }

    /// <summary>Examples that pass through the model in one round; an example counts once for each pass.</summary>
    /// <param name="exampleCount">Examples in the train split, at least 1.</param>
    /// <param name="training">Epochs, batch size, accumulation and the upper bound on steps.</param>
    /// <exception cref="RunFailedException">The steps are more than can be counted (FK9001).</exception>
    public static long ExampleCount(int exampleCount, LocalTrainingSpec training)
    {
        var (passes, steps) = Math.DivRem(Count(exampleCount, training), PerEpoch(exampleCount, training));
        return ((long)passes * exampleCount) + Math.Min(exampleCount, steps * ExamplesPerStep(training));
    }

    /// <summary>The examples of one step: for each batch of its group, the range of the pass's order.</summary>
    /// <param name="step">From 0, within the pass.</param>
    /// <param name="exampleCount">Examples in the train split.</param>
    /// <param name="training">Batch size and accumulation.</param>
    public static IEnumerable<Range> Batches(int step, int exampleCount, LocalTrainingSpec training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Iterate(step, exampleCount, training);
    }

    /// <summary>Optimiser steps of one pass over the train split.</summary>
    public static int PerEpoch(int exampleCount, LocalTrainingSpec training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return (int)((exampleCount + ExamplesPerStep(training) - 1) / ExamplesPerStep(training));
    }

    private static IEnumerable<Range> Iterate(int step, int exampleCount, LocalTrainingSpec training)
    {
        var groupStart = (long)step * ExamplesPerStep(training);
        var groupEnd = Math.Min(exampleCount, groupStart + ExamplesPerStep(training));
        for (var start = groupStart; start < groupEnd; start += training.BatchSize)
        {
            yield return (int)start..(int)Math.Min(groupEnd, start + training.BatchSize);
        }
    }

    private static long ExamplesPerStep(LocalTrainingSpec training) =>
        (long)training.BatchSize * training.GradientAccumulation;
}
