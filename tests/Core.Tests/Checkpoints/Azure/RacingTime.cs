namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A clock on which a minute passes between any two looks.</summary>
internal sealed class RacingTime : TimeProvider
{
    private long _looks;

    public override long GetTimestamp() =>
        System.GetTimestamp() + Interlocked.Increment(ref _looks) * 60 * TimestampFrequency;
}
