using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// Adds up losses on the device in float64, so that a step need not wait for its number and the sum does not depend on
/// when it is read. A loss that is not finite makes every later sum so.
/// </summary>
internal sealed class LossTotal(Device device) : IDisposable
{
    private readonly Tensor _sum = zeros(1, float64, device).DetachFromDisposeScope();
    private double _sumAtLastRead;
    private long _targetCount;
    private long _targetCountAtLastRead;

    /// <summary>Takes the summed loss of one batch.</summary>
    /// <param name="loss">A scalar: the loss summed over the batch's targets, in nats.</param>
    /// <param name="targetCount">How many those are.</param>
    public void Add(Tensor loss, long targetCount)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _sum.add_(loss.detach().to(float64));
        _targetCount += targetCount;
    }

    /// <summary>The mean per target over everything since this was last called; waits for the device.</summary>
    public double ReadSinceLast()
    {
        var sum = _sum.item<double>();
        var mean = (sum - _sumAtLastRead) / (_targetCount - _targetCountAtLastRead);
        (_sumAtLastRead, _targetCountAtLastRead) = (sum, _targetCount);
        return mean;
    }

    /// <summary>The mean per target over everything; waits for the device.</summary>
    public double ReadMean() => _sum.item<double>() / _targetCount;

    /// <summary>The sum and the number of targets behind it; waits for the device.</summary>
    public (double Sum, long TargetCount) Read() => (_sum.item<double>(), _targetCount);

    /// <summary>Goes on from what <see cref="Read"/> gave, as if it had been read a moment ago.</summary>
    public void Restore(double sum, long targetCount)
    {
        using var noGradient = no_grad();
        _sum.fill_(sum);
        (_sumAtLastRead, _targetCountAtLastRead, _targetCount) = (sum, targetCount, targetCount);
    }

    public void Dispose() => _sum.Dispose();
}
