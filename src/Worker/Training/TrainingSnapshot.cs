using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// Local training between two steps: all that the rest of the round depends on beside its start, its examples and the spec.
/// Going on from it gives the same bytes as never having stopped.
/// </summary>
internal sealed record TrainingSnapshot : IDisposable
{
    /// <summary>Optimiser steps taken, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Sum of the losses so far, in nats; finite.</summary>
    public required double LossSum { get; init; }

    /// <summary>Targets behind that sum.</summary>
    public required long TargetCount { get; init; }

    /// <summary>Steps that the optimiser counts for each weight, in the weights' order; empty where it counts none.</summary>
    public required IReadOnlyList<long> OptimizerSteps { get; init; }

    /// <summary>The weights and what the optimiser remembers of each, as <see cref="OptimizerMemory"/> names it; on the CPU.</summary>
    public required IReadOnlyList<(string Name, Tensor Value)> Tensors { get; init; }

    /// <summary>Copies what training has now; null where a loss is not finite, which is nothing to go on from.</summary>
    public static TrainingSnapshot? Take(
        int step, IReadOnlyList<(string Name, Parameter Weight)> weights, OptimizerHelper optimizer, LossTotal losses)
    {
        var (sum, targetCount) = losses.Read();
        if (!double.IsFinite(sum))
        {
            return null;
        }

        using var noGradient = no_grad();
        return new()
        {
            Step = step,
            LossSum = sum,
            TargetCount = targetCount,
            OptimizerSteps = OptimizerMemory.Steps(optimizer),
            Tensors =
            [
                .. weights.Select(weight => (OptimizerMemory.WeightName(weight.Name), Copy(weight.Weight))),
                .. OptimizerMemory.Tensors(weights, optimizer).Select(found => (found.Name, Copy(found.Value))),
            ],
        };
    }

    /// <summary>Puts everything back where it was taken from.</summary>
    public void Restore(
        IReadOnlyList<(string Name, Parameter Weight)> weights, OptimizerHelper optimizer, LossTotal losses)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var byName = Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value, StringComparer.Ordinal);
        foreach (var (name, weight) in weights)
        {
            weight.copy_(byName[OptimizerMemory.WeightName(name)]);
        }

        OptimizerMemory.Restore(weights, optimizer, byName, OptimizerSteps);
        losses.Restore(LossSum, TargetCount);
    }

    public void Dispose()
    {
        foreach (var (_, value) in Tensors)
        {
            value.Dispose();
        }
    }

    private static Tensor Copy(Tensor source) => source.detach().to(CPU, copy: true).DetachFromDisposeScope();
}
