using FedK8s.Worker.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>Adds up on the device what a score is made of; read once, at the end.</summary>
internal sealed class ScoreTotals(Device device) : IDisposable
{
    private readonly LossTotal _losses = new(device);
    private readonly Tensor _rightTokens = zeros(1, int64, device).DetachFromDisposeScope();
    private readonly Tensor _rightExamples = zeros(1, int64, device).DetachFromDisposeScope();

    /// <summary>Takes one batch.</summary>
    /// <param name="loss">A scalar: the loss summed over the batch's targets.</param>
    /// <param name="targetCount">How many those are.</param>
    /// <param name="logits">(B, T, V), or (B, L) of labels.</param>
    /// <param name="targets">(B, T), or (B, 1) of labels; <see cref="Batch.Ignored"/> where nothing is asked.</param>
    public void Add(Tensor loss, long targetCount, Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var isRight = logits.argmax(-1).reshape(targets.shape).eq(targets);                         // (B, T)
        var isIgnored = targets.eq((Scalar)Batch.Ignored);                                          // (B, T)
        _losses.Add(loss, targetCount);
        _rightTokens.add_(isRight.sum());
        _rightExamples.add_((isRight | isIgnored).all(dim: 1).sum());
    }

    /// <summary>Mean loss per target, in nats.</summary>
    public double ReadLoss() => _losses.ReadMean();

    /// <summary>Targets that the model would choose.</summary>
    public long ReadRightTokens() => _rightTokens.item<long>();

    /// <summary>Examples of which it would choose every target.</summary>
    public long ReadRightExamples() => _rightExamples.item<long>();

    public void Dispose()
    {
        _losses.Dispose();
        _rightTokens.Dispose();
        _rightExamples.Dispose();
    }
}
