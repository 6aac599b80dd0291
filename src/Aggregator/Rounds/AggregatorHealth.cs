namespace FedK8s.Aggregator.Rounds;

/// <summary>How an aggregator is doing, for the host's probes; safe from any thread.</summary>
public sealed class AggregatorHealth
{
    // The store gives up by itself after five minutes, and that ends the process; whatever takes twice as long is stuck.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _turnedAt;
    private bool _isLooking;
    private AggregatorStage _stage = AggregatorStage.Starting;

    internal AggregatorHealth(TimeProvider time)
    {
        _time = time;
        _turnedAt = time.GetTimestamp();
    }

    /// <summary>What it does.</summary>
    public AggregatorStage Stage
    {
        get
        {
            lock (_gate)
            {
                return _stage;
            }
        }
    }

    /// <summary>Whether its loop has turned lately; where it has not, nothing but a new start helps.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_gate)
            {
                return _stage is AggregatorStage.Ended || _time.GetElapsedTime(_turnedAt) < LongestTurn;
            }
        }
    }

    /// <summary>Whether it does its work, or would if the other one stopped: the store answers.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _stage is AggregatorStage.Working or AggregatorStage.StandingBy
                    && !(_isLooking && _time.GetElapsedTime(_turnedAt) > LongestLook);
            }
        }
    }

    internal void Enter(AggregatorStage stage)
    {
        lock (_gate)
        {
            (_stage, _turnedAt, _isLooking) = (stage, _time.GetTimestamp(), false);
        }
    }

    /// <summary>The loop is at work.</summary>
    /// <param name="isLooking">Whether it now waits for answers of the store that should come at once.</param>
    internal void Turn(bool isLooking)
    {
        lock (_gate)
        {
            (_turnedAt, _isLooking) = (_time.GetTimestamp(), isLooking);
            if (!isLooking)
            {
                _stage = AggregatorStage.Working;
            }
        }
    }
}
