namespace FedK8s.Contracts.Manifests;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>Rounds are still to come.</summary>
    Running,

    /// <summary>Every round that was asked for is committed.</summary>
    Complete,

    /// <summary>The run cannot go on; its code and message say why.</summary>
    Failed,
}
