using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a CPU tensor's elements in place, in row-major order whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private torch.Tensor? _tensor;
    private T* _data;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw new InvalidOperationException($"elements of a tensor on {tensor.device}: call cpu() first");
        }
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
        _data = (T*)tensor.DataPointer();
    }

    public long Count { get; private set; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => Owned()[indices.Length == 1 ? Offset(Checked(indices[0])) : Offset(indices)];
        set => Owned()[indices.Length == 1 ? Offset(Checked(indices[0])) : Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>An array of the tensor's rank and shape (of rank 1 for a single number).</summary>
    public Array ToNDArray()
    {
        if (_shape.Length < 2)
        {
            return ToArray();
        }
        var array = Array.CreateInstance(typeof(T), _shape);
        var indices = new long[_shape.Length];
        for (long i = 0; i < Count; i++)
        {
            array.SetValue(Owned()[Offset(i)], indices);
            for (var dim = indices.Length - 1; dim >= 0 && ++indices[dim] == _shape[dim]; dim--)
            {
                indices[dim] = 0;
            }
        }
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var data = Owned();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous && count > 0)
        {
            new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(array[arrayIndex..]);
        }
        for (var i = 0; !_contiguous && i < count; i++)
        {
            array[arrayIndex + i] = data[Offset(tensorIndex + i)];
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var data = Owned();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (var i = 0; i < count; i++)
        {
            data[Offset(tensorIndex + i)] = array[arrayIndex + i];
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return At(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Count = 0;
        _tensor = null;
        _data = null;
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.SequenceEqual(right));

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => Count.GetHashCode();

    private T At(long index) => Owned()[Offset(index)];

    private T* Owned()
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        _ = _tensor.Handle;
        return _data;
    }

    private long Checked(long index) =>
        index >= 0 && index < Count ? index : throw new IndexOutOfRangeException($"{index} of {Count} elements");

    private long Offset(long index)
    {
        if (_contiguous)
        {
            return index;
        }
        var offset = 0L;
        for (var dim = _shape.Length - 1; dim >= 0; dim--)
        {
            (index, var position) = Math.DivRem(index, _shape[dim]);
            offset += position * _strides[dim];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        var offset = 0L;
        for (var dim = 0; dim < _shape.Length; dim++)
        {
            if (indices[dim] < 0 || indices[dim] >= _shape[dim])
            {
                throw new IndexOutOfRangeException($"{indices[dim]} in dimension {dim} of size {_shape[dim]}");
            }
            offset += indices[dim] * _strides[dim];
        }
        return offset;
    }
}
