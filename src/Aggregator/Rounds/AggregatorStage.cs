namespace FedK8s.Aggregator.Rounds;

/// <summary>What an aggregator's process does.</summary>
public enum AggregatorStage
{
    /// <summary>It has not yet looked at the store.</summary>
    Starting,

    /// <summary>Another aggregator works on the run; this one takes over when that stops.</summary>
    StandingBy,

    /// <summary>It drives the run.</summary>
    Working,

    /// <summary>The run has ended, or this process has left it.</summary>
    Ended,
}
