using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace FedK8s.Core.Tensors;

/// <summary>
/// The lengths of a tensor's dimensions, outermost first, each 0 or more; no dimensions at all is a scalar. Two shapes
/// are equal when their lengths are. Made by a collection expression: <c>TensorShape shape = [2, 3];</c>
/// </summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IReadOnlyList<long>, IEquatable<TensorShape>
{
    /// <summary>The most dimensions a tensor may have; libtorch's operators stop at the same number.</summary>
    public const int MaximumRank = 64;

    private readonly long[]? _lengths;

    private TensorShape(long[] lengths, long elementCount)
    {
        _lengths = lengths;
        ElementCount = elementCount;
    }

    /// <summary>The shape with these dimensions.</summary>
    /// <exception cref="ArgumentException">A length is negative, there are more than <see cref="MaximumRank"/>, or
    /// their product does not fit into 64 bits.</exception>
    public static TensorShape Create(ReadOnlySpan<long> lengths) => TryCreate(lengths, out var shape)
        ? shape
        : throw new ArgumentException(
            $"[{string.Join(", ", lengths.ToArray())}] is not the shape of a tensor.", nameof(lengths));

    /// <summary>Like <see cref="Create"/>, but answers false instead of throwing.</summary>
    public static bool TryCreate(ReadOnlySpan<long> lengths, out TensorShape shape)
    {
        shape = default;
        if (lengths.Length > MaximumRank)
        {
            return false;
        }

        // A length of 0 makes the tensor empty, but the other lengths must still multiply: strides are made of them.
        Int128 product = 1;
        var isEmpty = false;
        foreach (var length in lengths)
        {
            isEmpty |= length == 0;
            product *= length == 0 ? 1 : length;
            if (length < 0 || product > long.MaxValue)
            {
                return false;
            }
        }

        shape = new TensorShape(lengths.ToArray(), isEmpty ? 0 : (long)product);
        return true;
    }

    /// <summary>The number of elements: the product of the lengths, 1 for a scalar.</summary>
    public long ElementCount => _lengths is null ? 1 : field;

    /// <summary>The number of dimensions, 0 for a scalar.</summary>
    public int Count => _lengths?.Length ?? 0;

    /// <summary>The length of one dimension; 0 is the outermost.</summary>
    public long this[int index] => Span[index];

    private ReadOnlySpan<long> Span => _lengths;

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var length in Span)
        {
            hash.Add(length);
        }

        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets, for example <c>[2, 3]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", this.Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(_lengths ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both shapes have the same lengths.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether the shapes differ in any length.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);
}
