namespace FedK8s.Worker.Tests.Training;

/// <summary>A clock that stands still.</summary>
internal sealed class StillTime : TimeProvider
{
    public override long GetTimestamp() => 0;
}
