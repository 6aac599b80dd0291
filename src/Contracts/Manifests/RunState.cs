using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// The one document of a run that changes: its state pointer. Every change is a conditional write, so that of two
/// aggregators only one can commit.
/// </summary>
public sealed record RunState
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Raised by one with every commit, from 1.</summary>
    public required long Generation { get; init; }

    /// <summary>The last committed round; 0 until the first round closes.</summary>
    public required RoundNumber Committed { get; init; }

    /// <summary>The manifest of the last committed checkpoint.</summary>
    public required BlobReference Checkpoint { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>Attempts at the round after <see cref="Committed"/> that were abandoned.</summary>
    public required int AbandonedAttempts { get; init; }

    /// <summary>Why the run is complete; null while it is not.</summary>
    public EndReason? Reason { get; init; }

    /// <summary>The exit code where the run has failed; otherwise null.</summary>
    public string? Code { get; init; }

    /// <summary>One line where the run failed, ended early or lacks measurements; otherwise null.</summary>
    public string? Message { get; init; }
}
