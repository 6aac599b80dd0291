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

    /// <summary>The model that it would put new blocks into; null where the method does not.</summary>
    public ExpandableModel? Model { get; init; }

    /// <summary>
    /// How much a new block after each base block would matter to the client, from 0, nearest to the input first; null where the spec
    /// does not place blocks by importance.
    /// </summary>
    public IReadOnlyList<double>? PositionImportance { get; init; }

    /// <summary>Examples in the train split of each label, by id; null where the task has no labels.</summary>
    public IReadOnlyList<long>? LabelCounts { get; init; }
}
