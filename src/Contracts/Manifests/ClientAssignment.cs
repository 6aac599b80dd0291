using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>What one client trains, where clients train different things.</summary>
public sealed record ClientAssignment
{
    /// <summary>Who trains.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>blockExpansion: at least one new block, nearest to the input first; null for all that is trainable.</summary>
    public IReadOnlyList<BlockId>? Blocks { get; init; }

    /// <summary>LoRA: the rank, at least 1: the leading rows of A and columns of B; null for the run's.</summary>
    public int? Rank { get; init; }

    /// <summary>Most optimiser steps, at least 1; null for as many as the spec says.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Seconds that the client's part of a round is expected to take; null where its speed is not known.</summary>
    public double? PredictedSeconds { get; init; }
}
