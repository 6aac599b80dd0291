using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// Makes a LoRA factor of a lower rank as large as the checkpoint's, by zeros (HetLoRA, arXiv:2401.06432, section 3). Above the highest
/// rank that anyone sent it is the checkpoint's: zeros there would end the training of these ranks for ever (our choice).
/// </summary>
internal sealed class RankPadding
{
    private readonly ITensorSource _checkpoint;
    private readonly TensorEntry _whole;
    private readonly long _rank;
    private readonly long _highest;

    /// <param name="checkpoint">What the clients started from.</param>
    /// <param name="whole">Its factor: an A (rank, in) or a B (out, rank).</param>
    /// <param name="highest">The highest rank that anyone sent.</param>
    public RankPadding(ITensorSource checkpoint, TensorEntry whole, long highest) =>
        (_checkpoint, _whole, _rank, _highest) = (checkpoint, whole, LoraFactors.RankOf(whole.Name, whole.Shape) ?? 1, highest);

    /// <summary>The padding that shares of one tensor need; null where all are as large as the checkpoint's.</summary>
    public static RankPadding? Find(ITensorSource checkpoint, TensorEntry whole, IEnumerable<TensorEntry> sent)
    {
        TensorEntry[] entries = [.. sent];
        return entries.All(entry => entry.Shape == whole.Shape)
            ? null
            : new(checkpoint, whole, entries.Max(entry => LoraFactors.RankOf(entry.Name, entry.Shape) ?? 1));
    }

    /// <summary>Reads a part of a factor as if it had the checkpoint's rank.</summary>
    /// <param name="tensors">Holds the client's.</param>
    /// <param name="entry">Where.</param>
    /// <param name="start">The first element, in the checkpoint's shape.</param>
    /// <param name="values">Filled.</param>
    public void Read(ITensorSource tensors, TensorEntry entry, long start, Span<float> values)
    {
        // Of a B the rank is the length of each row; the rows of an A, one after the other, are one row of this kind.
        var rowCount = LoraFactors.IsB(_whole.Name) ? _whole.Shape[0] : 1;
        var rowLength = _whole.Shape.ElementCount / rowCount;
        var (own, sent) = (entry.Shape.ElementCount / rowCount, rowLength / _rank * _highest);
        while (!values.IsEmpty)
        {
            var (row, column) = Math.DivRem(start, rowLength);
            var end = column < own ? own : column < sent ? sent : rowLength;
            var part = values[..(int)Math.Min(end - column, values.Length)];
            if (column < own)
            {
                tensors.ReadFloats(entry, (row * own) + column, part);
            }
            else if (column < sent)
            {
                part.Clear();
            }
            else
            {
                _checkpoint.ReadFloats(_whole, start, part);
            }

            values = values[part.Length..];
            start += part.Length;
        }
    }
}
