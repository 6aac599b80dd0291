using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// What FLoRA adds up for one layer (arXiv:2409.05976, eq. 5): sum' = sum + sum_k (n_k / n) B_k A_k, over the clients that sent the pair,
/// whatever their ranks. The factors, which are small, are in memory; the products are made element by element, in double.
/// </summary>
internal sealed class ProductSum : ITensorRule
{
    private readonly ITensorSource _checkpoint;
    private readonly TensorEntry _sum;
    private readonly int _width;
    private readonly Pair[] _pairs;

    /// <param name="checkpoint">Holds the sum so far.</param>
    /// <param name="sum">Where, (out, in).</param>
    /// <param name="updates">In the order in which they are added.</param>
    public ProductSum(ITensorSource checkpoint, TensorEntry sum, IReadOnlyList<ClientTensors> updates)
    {
        (_checkpoint, _sum, _width) = (checkpoint, sum, (int)sum.Shape[1]);
        var layer = sum.Name[..^LoraFactors.Sum.Length];
        var (a, b) = (layer + LoraFactors.A, layer + LoraFactors.B);
        var sent = updates
            .Select(update => (update.ExampleCount, update.Tensors, A: update.Tensors.Find(a), B: update.Tensors.Find(b)))
            .Where(found => found.A is not null && found.B is not null)
            .ToArray();
        var total = sent.Sum(found => (double)found.ExampleCount);
        _pairs =
        [
            .. sent.Select(found => new Pair(
                found.ExampleCount / total,
                (int)found.A!.Shape[0], // not null: filtered above
                Floats(found.Tensors, found.A),
                Floats(found.Tensors, found.B!))),
        ];
    }

    /// <inheritdoc/>
    public void Read(long start, Span<float> values)
    {
        _checkpoint.ReadFloats(_sum, start, values);
        Span<double> row = new double[Math.Min(_width, values.Length)];
        while (!values.IsEmpty)
        {
            var (o, i) = Math.DivRem(start, _width);
            var part = values[..(int)Math.Min(_width - i, values.Length)];
            Add((int)o, (int)i, part, row[..part.Length]);
            values = values[part.Length..];
            start += part.Length;
        }
    }

    /// <inheritdoc/>
    public void Forget(long start, int length) =>
        _checkpoint.Forget(_sum, start * _sum.Type.ElementByteCount(), length * _sum.Type.ElementByteCount());

    private void Add(int o, int i, Span<float> part, Span<double> sum)
    {
        sum.Clear();
        foreach (var (weight, rank, a, b) in _pairs)
        {
            for (var r = 0; r < rank; r++)
            {
                var factor = weight * b[(o * rank) + r];
                var values = a.AsSpan((r * _width) + i, part.Length);
                for (var x = 0; x < values.Length; x++)
                {
                    sum[x] += factor * values[x];
                }
            }
        }

        for (var x = 0; x < part.Length; x++)
        {
            part[x] = (float)(part[x] + sum[x]);
        }
    }

    private static float[] Floats(ITensorSource source, TensorEntry entry)
    {
        var values = new float[entry.Shape.ElementCount];
        source.ReadFloats(entry, 0, values);
        return values;
    }

    private sealed record Pair(double Weight, int Rank, float[] A, float[] B);
}
