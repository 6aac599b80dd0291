using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Assignment;

/// <summary>What one client trains.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Blocks">Numbers of new blocks, from 0 at the input, rising; none where the client is skipped.</param>
/// <param name="StepCount">
/// Optimiser steps: fewer than its own where not even one block would be trained in time, 0 where it is skipped.
/// </param>
/// <param name="Seconds">T_k, by prediction, of its part of the round; null where its speed was not measured.</param>
internal sealed record BlockAssignment(ClientId ClientId, IReadOnlyList<int> Blocks, int StepCount, double? Seconds)
{
    /// <summary>
    /// Whether the client trains nothing: not a single step on a single block fits into its time, or into its memory.
    /// </summary>
    public bool IsSkipped => Blocks.Count == 0;
}
