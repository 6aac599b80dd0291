namespace FedK8s.Worker.Tests.Training;

/// <summary>A clock on which a second passes each time someone looks.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _timestamp++;
}
