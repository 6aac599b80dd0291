namespace FedK8s.Testing;

/// <summary>
/// A clock that stands still until somebody waits, and then leaps to the moment waited for. Hours pass in no time, and what
/// happens at a deadline happens exactly then.
/// </summary>
public sealed class LeapingTime : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _offset;
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + _offset;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    /// <summary>Sets the wall clock forward or back; no time passes.</summary>
    public void Jump(TimeSpan span)
    {
        lock (_gate)
        {
            _offset += span;
        }
    }

    /// <summary>Moves the clock on.</summary>
    public void Leap(TimeSpan span)
    {
        lock (_gate)
        {
            _now += span;
        }
    }

    /// <summary>A one-shot timer, due at once after the leap.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("A clock that leaps would never stop ringing.");
        }

        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Leap(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
