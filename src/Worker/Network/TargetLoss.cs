using FedK8s.Worker.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>Cross-entropy, in nats, over the positions that have a target: a next token, a hidden token, a label.</summary>
internal static class TargetLoss
{
    /// <summary>The mean over counted positions, a float32 scalar; NaN where no position counts.</summary>
    /// <param name="logits">(B, T, V) or (B, V), any float type; computed in float32.</param>
    /// <param name="targets">(B, T) or (B), int64: the id that each position is to predict, or <see cref="Batch.Ignored"/>.</param>
    public static Tensor Mean(Tensor logits, Tensor targets) => Reduced(logits, targets, Reduction.Mean);

    /// <summary>The sum over counted positions, a float32 scalar; 0 where no position counts.</summary>
    /// <param name="logits">As for <see cref="Mean"/>.</param>
    /// <param name="targets">As for <see cref="Mean"/>.</param>
    public static Tensor Sum(Tensor logits, Tensor targets) => Reduced(logits, targets, Reduction.Sum);

    private static Tensor Reduced(Tensor logits, Tensor targets, Reduction reduction)
    {
        var flat = logits.reshape(-1, logits.shape[^1]).to(ScalarType.Float32);                        // (B * T, V)
        return functional.cross_entropy(flat, targets.reshape(-1), ignore_index: Batch.Ignored, reduction: reduction);
    }
}
