using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>A client that has joined a run, as the store knows it.</summary>
public sealed record JoinedClient
{
    /// <summary>The client.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>What it can carry.</summary>
    public required Capability Capability { get; init; }

    /// <summary>Examples in its train split.</summary>
    public required long TrainExampleCount { get; init; }

    /// <summary>Examples in its test split.</summary>
    public required long TestExampleCount { get; init; }
}
