namespace FedK8s.Aggregator.Rounds;

/// <summary>What an open round should do now.</summary>
internal enum RoundStep
{
    /// <summary>Wait for more updates.</summary>
    KeepOpen,

    /// <summary>Average what was accepted.</summary>
    Close,

    /// <summary>End it without an average; the committed checkpoint stands.</summary>
    Abandon,
}
