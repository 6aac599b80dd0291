namespace FedK8s.Contracts.Spec;

/// <summary>How many blocks are inserted, and after which of the base model's blocks.</summary>
public sealed record BlockPlacementSpec
{
    /// <summary>
    /// M, at least 1 and at most the base model's blocks; 0 (the default) for a quarter of these, rounded up, or for as many as a fifth of
    /// the clients can train all of, where these are fewer.
    /// </summary>
    public int Count { get; init; }

    /// <summary>Default Uniform.</summary>
    public BlockPositions Positions { get; init; } = BlockPositions.Uniform;

    /// <summary>
    /// Of <see cref="BlockPositions.Explicit"/>: numbers of base blocks, from 0 at the input, each once; a new block follows each.
    /// </summary>
    public IReadOnlyList<int> Explicit { get; init; } = [];

    /// <summary>
    /// Of <see cref="BlockPositions.Importance"/>: the least difference of two positions; 0 (the default) for half of what an even
    /// spread has, at least 1.
    /// </summary>
    public int MinSpacing { get; init; }
}
