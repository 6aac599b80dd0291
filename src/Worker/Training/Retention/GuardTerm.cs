using FedK8s.Contracts.Spec;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training.Retention;

/// <summary>
/// Adds the gradient of weight * T^2 KL(base || tuned), the mean over all positions of a step's guard inputs. Added once per
/// optimiser step, however many batches the step has: what each batch adds is its share of that mean.
/// </summary>
/// <param name="tuned">Has a base function.</param>
/// <param name="spec">Weight and temperature.</param>
/// <param name="isCheckpointing">Whether layers run again in the backward pass.</param>
internal sealed class GuardTerm(TunedModel tuned, RetentionGuardSpec spec, bool isCheckpointing)
{
    /// <summary>Adds to the gradients of the trained weights.</summary>
    /// <param name="batches">The step's guard inputs; none where it is not guarded.</param>
    public void AddGradient(IReadOnlyList<Batch> batches)
    {
        var positionCount = batches.Sum(batch => batch.TargetCount);
        foreach (var batch in batches)
        {
            AddGradient(batch, spec.Weight / positionCount);
        }
    }

    private void AddGradient(Batch batch, double share)
    {
        using var scope = NewDisposeScope();
        using var tape = isCheckpointing ? new LayerTape() : null;
        var (input, positions) = BatchTensors.Of(batch, tuned.Model);
        using (NewDisposeScope())
        {
            var wanted = tuned.Base.Logits(input);                                              // (B, T, V) or (B, L)
            var found = tuned.Model.call(input with { Tape = tape });
            (DistillationLoss.Sum(wanted, found, positions, spec.Temperature) * share).backward();
        }

        tape?.Backward(); // the logits are gone by now, as in the task's pass
    }
}
