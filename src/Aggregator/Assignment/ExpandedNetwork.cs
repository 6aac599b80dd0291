namespace FedK8s.Aggregator.Assignment;

/// <summary>A base model with new blocks, as far as time and memory depend on it.</summary>
/// <param name="BaseBlockCount">L.</param>
/// <param name="Blocks">
/// The M new blocks by rising position, at least one; their indices are the numbers of blocks in an assignment.
/// </param>
internal sealed record ExpandedNetwork(int BaseBlockCount, IReadOnlyList<InsertedBlock> Blocks)
{
    /// <summary>Bytes of the base model's weights in memory; 0 where they are not known.</summary>
    public long BaseByteCount { get; init; }

    /// <summary>Bytes that one block keeps of a batch for its backward pass; 0 where they are not known.</summary>
    public long ActivationBytesPerBlock { get; init; }

    /// <summary>
    /// Bytes of gradient and optimiser state for each trained parameter. Default 12: three floats, as Adam needs.
    /// </summary>
    public int StateBytesPerParameter { get; init; } = 3 * sizeof(float);

    /// <summary>All blocks that the forward pass goes through: L + M.</summary>
    public int TotalBlockCount => BaseBlockCount + Blocks.Count;

    /// <summary>What training all new blocks loads a client with.</summary>
    public BlockLoad All =>
        Enumerable.Range(0, Blocks.Count).Aggregate(default(BlockLoad), (load, block) => load.With(LoadOf(block)));

    /// <summary>
    /// What training one new block loads a client with. Its depth counts all blocks, base and new, from the output down to
    /// it: the backward pass ends at the lowest block that is trained.
    /// </summary>
    public BlockLoad LoadOf(int block) => new(
        BaseBlockCount - 1 - Blocks[block].Position + Blocks.Count - block,
        1,
        Blocks[block].ByteCount,
        Blocks[block].ParameterCount);
}
