using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>How good one checkpoint is on one client's test split.</summary>
public sealed record TestSplitReport
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The round of the checkpoint; 0 is the start.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>Whose test split.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>SHA-256 of the checkpoint's manifest.</summary>
    public required string CheckpointSha256 { get; init; }

    /// <summary>What was measured, under the client's name.</summary>
    public required TaskScore Score { get; init; }
}
