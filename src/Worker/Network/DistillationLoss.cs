using FedK8s.Worker.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>
/// How far a model's answers are from a teacher's: T^2 KL(softmax(teacher / T) || softmax(student / T)), in nats
/// (arXiv:1503.02531, section 2, where T^2 keeps the gradient's size when T changes).
/// </summary>
internal static class DistillationLoss
{
    /// <summary>The sum over counted positions, a float32 scalar; its gradient reaches the student alone.</summary>
    /// <param name="teacher">(B, T, V) or (B, L), any float type; computed in float32.</param>
    /// <param name="student">As the teacher's.</param>
    /// <param name="targets">(B, T) or (B, 1), int64: <see cref="Batch.Ignored"/> where a position does not count.</param>
    /// <param name="temperature">T, above 0.</param>
    public static Tensor Sum(Tensor teacher, Tensor student, Tensor targets, double temperature)
    {
        var wanted = LogShares(teacher.detach(), temperature);                                  // (N, V)
        var found = LogShares(student, temperature);                                            // (N, V)
        var divergence = (wanted.exp() * (wanted - found)).sum(-1);                             // (N)
        var counted = targets.reshape(-1).ne(Batch.Ignored).to(ScalarType.Float32);             // (N)
        return (divergence * counted).sum() * (temperature * temperature);                      // ()
    }

    private static Tensor LogShares(Tensor logits, double temperature) =>
        functional.log_softmax(logits.reshape(-1, logits.shape[^1]).to(ScalarType.Float32) / temperature, -1);
}
