namespace FedK8s.Worker.Supervision;

/// <summary>Training or a measurement that <see cref="StepWatch"/> watches; disposing it says that it has ended.</summary>
internal sealed class WatchedWork(StepWatch watch, string name, TimeProvider time) : IDisposable
{
    private long _steppedAt = time.GetTimestamp();

    /// <summary>As a message names it.</summary>
    public string Name => name;

    /// <summary>When it began or took its last step.</summary>
    public long SteppedAt => Interlocked.Read(ref _steppedAt);

    /// <summary>It has got on; returns at once, from any thread.</summary>
    public void Step() => Interlocked.Exchange(ref _steppedAt, time.GetTimestamp());

    public void Dispose() => watch.End(this);
}
