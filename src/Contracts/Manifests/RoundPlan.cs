using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>An open round as the store knows it; written before any client is asked, so that a restarted aggregator goes on with it.</summary>
public sealed record RoundPlan
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>From 1.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>From 1; raised each time the round is opened again after it was abandoned.</summary>
    public required int Attempt { get; init; }

    /// <summary>The manifest of the checkpoint that the cohort starts from.</summary>
    public required BlobReference Checkpoint { get; init; }

    /// <summary>The clients asked to train, in ordinal order.</summary>
    public required IReadOnlyList<ClientId> Cohort { get; init; }

    /// <summary>Who trains what, in ordinal order of the clients; null where everyone trains everything.</summary>
    public IReadOnlyList<ClientAssignment>? Assignments { get; init; }

    /// <summary>What a client is to train; null where that is everything.</summary>
    public ClientAssignment? Find(ClientId client) => Assignments?.FirstOrDefault(assigned => assigned.ClientId == client);

    /// <summary>Accepted updates that suffice once the deadline has passed; at least 1.</summary>
    public required int Quorum { get; init; }

    /// <summary>When the round was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When waiting for updates ends.</summary>
    public required DateTimeOffset Deadline { get; init; }
}
