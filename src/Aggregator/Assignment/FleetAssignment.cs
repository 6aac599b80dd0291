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

    /// <summary>What the assignment is worth by <see cref="AssignmentObjective"/>, whatever policy made it.</summary>
    public required double Objective { get; init; }
}
