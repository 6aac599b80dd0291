namespace FedK8s.Contracts.Spec;

/// <summary>
/// FedBE (block expansion, arXiv:2506.05977): the base model stays frozen; new transformer blocks that start as identities are
/// inserted, and each client trains those that are assigned to it. What the paper leaves open is our choice: docs/methods/block-expansion.md.
/// </summary>
public sealed record BlockExpansionMethodSpec
{
    /// <summary>How many blocks, and where.</summary>
    public BlockPlacementSpec Blocks { get; init; } = new();

    /// <summary>How a client rates a block. Default Gradient.</summary>
    public ImportanceKind Importance { get; init; } = ImportanceKind.Gradient;

    /// <summary>Whether each block learns for which inputs it is used. Default None.</summary>
    public BlockGate Gate { get; init; } = BlockGate.None;

    /// <summary>Who trains which block.</summary>
    public BlockAllocationSpec Allocation { get; init; } = new();
}
