namespace FedK8s.Aggregator.Assignment;

/// <summary>Who trains what.</summary>
internal sealed record FleetAssignment
{
    /// <summary>Every client of the problem, in ordinal order of the names.</summary>
    public required IReadOnlyList<BlockAssignment> Clients { get; init; }

    /// <summary>
    /// T_max: seconds that no client's part may exceed; null where there is no limit, as nobody's speed is known.
    /// </summary>
    public required double? RoundSeconds { get; init; }

    /// <summary>Blocks that fewer clients train than should, rising; none where coverage was reached.</summary>
    public required IReadOnlyList<int> Uncovered { get; init; }

    /// <summary>
    /// Part of the clients that train anything which trains a block, the mean over all blocks: 1 where all train all, 0 where nobody trains.
    /// </summary>
    /// <param name="blockCount">M.</param>
    public double MeanTrainerShare(int blockCount) =>
        Clients.Where(client => !client.IsSkipped).Select(client => (double)client.Blocks.Count / blockCount).DefaultIfEmpty(0).Average();

    /// <summary>What the assignment is worth by <see cref="AssignmentObjective"/>, whatever policy made it.</summary>
    public required double Objective { get; init; }
}
