using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>The new blocks that one client trains.</summary>
public sealed record ClientAssignment
{
    /// <summary>Who trains.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>At least one, nearest to the input first.</summary>
    public required IReadOnlyList<BlockId> Blocks { get; init; }

    /// <summary>Most optimiser steps, at least 1; null for as many as the spec says.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Seconds that the client's part of a round is expected to take; null where its speed is not known.</summary>
    public double? PredictedSeconds { get; init; }
}
