namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// The time by which one life of the loop goes: the wall clock at its start, and from there on what has really passed. A clock
/// that is set forward or back meanwhile changes nothing.
/// </summary>
internal sealed class SteadyTime(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();

    public DateTimeOffset Now => _start + time.GetElapsedTime(_startTimestamp);
}
