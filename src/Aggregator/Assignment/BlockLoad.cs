namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// What decides the cost of training a set of blocks. Whole numbers, so that it does not matter in which order it was summed.
/// </summary>
/// <param name="Depth">d(x): blocks that the backward pass goes through.</param>
/// <param name="Count">Blocks that are trained.</param>
/// <param name="ByteCount">Of them all.</param>
/// <param name="ParameterCount">Of them all.</param>
internal readonly record struct BlockLoad(int Depth, int Count, long ByteCount, long ParameterCount)
{
    /// <summary>The load of both sets, which have no block in common.</summary>
    public BlockLoad With(BlockLoad other) => new(
        Math.Max(Depth, other.Depth), Count + other.Count, ByteCount + other.ByteCount, ParameterCount + other.ParameterCount);
}
