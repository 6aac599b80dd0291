namespace FedK8s.Aggregator.Rounds;

/// <summary>When a round ends.</summary>
internal static class RoundRules
{
    /// <summary>What an open round should do at <paramref name="now"/>. Asked after every change and every tick; never waits.</summary>
    public static RoundStep Next(OpenRound round, DateTimeOffset now) => round switch
    {
        { CanReachQuorum: false } => RoundStep.Abandon,
        { Awaited.Count: 0 } => RoundStep.Close,
        _ when now < round.Deadline => RoundStep.KeepOpen,
        { HasQuorum: true } => RoundStep.Close,
        _ => RoundStep.Abandon,
    };
}
