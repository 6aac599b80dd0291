using System.Buffers;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>The average of one tensor over the clients that sent it, any part of it at a time.</summary>
/// <param name="shares">At least one, in the order of the clients: float addition is not associative.</param>
internal sealed class TensorAverage(IReadOnlyList<TensorShare> shares) : ITensorRule
{
    // 64 KiB of sums stay in the second-level cache from the first client to the last, and 32 KiB of every client are read in
    // one go.
    private const int ChunkLength = 8192;
    private const int GroupSize = 4;

    private readonly double _weight = shares.Sum(share => share.Weight);

    /// <inheritdoc/>
    public void Read(long start, Span<float> values)
    {
        var sums = ArrayPool<double>.Shared.Rent(ChunkLength);
        var buffer = ArrayPool<float>.Shared.Rent(GroupSize * ChunkLength);
        while (!values.IsEmpty)
        {
            var length = Math.Min(ChunkLength, values.Length);
            var sum = sums.AsSpan(0, length);
            Add(start, sum, buffer);
            FedAvg.Divide(sum, _weight, values[..length]);
            values = values[length..];
            start += length;
        }

        ArrayPool<float>.Shared.Return(buffer);
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>The pages of every client's file would otherwise stay until the end.</summary>
    public void Forget(long start, int length)
    {
        foreach (var share in shares)
        {
            share.Forget(start, length);
        }
    }

    private void Add(long start, Span<double> sum, float[] buffer)
    {
        var length = sum.Length;
        sum.Fill(-0.0); // what changes no summand, not even -0: a client alone gets its own bits back
        var i = 0;
        for (; i + GroupSize <= shares.Count; i += GroupSize)
        {
            FedAvg.Add(
                shares[i].Read(start, buffer.AsSpan(0, length)),
                shares[i + 1].Read(start, buffer.AsSpan(ChunkLength, length)),
                shares[i + 2].Read(start, buffer.AsSpan(2 * ChunkLength, length)),
                shares[i + 3].Read(start, buffer.AsSpan(3 * ChunkLength, length)),
                sum);
        }

        for (; i < shares.Count; i++)
        {
            FedAvg.Add(shares[i].Read(start, buffer.AsSpan(0, length)), sum);
        }
    }
}
