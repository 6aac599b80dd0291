using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Applies an index expression as libtorch's own indexing does: integers, slices, `None` and the ellipsis
/// become views one dimension at a time, tensors are collected for one `index` or `index_put_`.</summary>
internal sealed class IndexExpression : IDisposable
{
    private readonly Tensor _source;
    private readonly List<Tensor> _intermediates = [];
    private readonly List<Tensor?> _indices = [];
    private int _dim;

    private IndexExpression(Tensor source)
    {
        _source = source;
        View = source;
    }

    /// <summary>The source with all views applied; the source itself where there were none.</summary>
    private Tensor View { get; set; }

    internal static Tensor Get(Tensor source, ReadOnlySpan<TensorIndex> indices)
    {
        using var expression = new IndexExpression(source);
        expression.Apply(indices);
        return expression._indices.Count == 0
            ? expression.View.alias()
            : Op.Call("index.Tensor", expression.View, expression._indices.ToArray());
    }

    internal static void Put(Tensor source, ReadOnlySpan<TensorIndex> indices, Tensor value, bool accumulate)
    {
        if (accumulate && !AllTensors(indices))
        {
            throw new InvalidOperationException("accumulate needs indices that are all tensors");
        }
        using var expression = new IndexExpression(source);
        expression.Apply(indices);
        if (expression._indices.Count > 0)
        {
            using var fitting = value.to(value.device_type == source.device_type ? value.device : source.device);
            Op.Run("index_put_", expression.View, expression._indices.ToArray(), fitting, accumulate);
        }
        else
        {
            expression.Copy(value);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _intermediates)
        {
            tensor.Dispose();
        }
    }

    // Leading dimensions of size one may be missing in the target, as in numpy.
    private void Copy(Tensor value)
    {
        var shape = value.shape;
        var extra = Math.Max(0, shape.Length - (int)View.ndim);
        if (extra > 0 && shape[..extra].All(size => size == 1))
        {
            value = Keep(value.view(shape[extra..]));
        }
        Op.Run("copy_", View, value);
    }

    private void Apply(ReadOnlySpan<TensorIndex> indices)
    {
        var named = 0L;
        foreach (ref readonly var index in indices)
        {
            named += index.Kind switch
            {
                IndexKind.Single or IndexKind.Slice => 1,
                IndexKind.Tensor => IsMask(index.Indices!) ? index.Indices!.ndim : 1,
                _ => 0,
            };
        }
        foreach (ref readonly var index in indices)
        {
            Apply(in index, _source.ndim - named);
        }
    }

    private void Apply(ref readonly TensorIndex index, long unnamed)
    {
        switch (index.Kind)
        {
            case IndexKind.Single:
                View = Keep(Op.Call("select.int", View, _dim, index.Start ?? 0));
                break;
            case IndexKind.Slice:
                if (index.Start is not null || index.Stop is not null || index.Step is not null)
                {
                    View = Keep(Op.Call("slice.Tensor", View, _dim, index.Start, index.Stop, index.Step ?? 1));
                }
                _dim++;
                break;
            case IndexKind.None:
                View = Keep(View.unsqueeze(_dim++));
                break;
            case IndexKind.Ellipsis:
                _dim += (int)unnamed;
                break;
            case IndexKind.Bool:
                ApplyBool(index.Start != 0);
                break;
            case IndexKind.Tensor:
                ApplyTensor(index.Indices!);
                break;
            default:
                throw new InvalidOperationException($"unknown index kind {index.Kind}");
        }
    }

    private void ApplyTensor(Tensor index)
    {
        if (index.ndim > 0 || !torch.is_integral(index.dtype))
        {
            Record(index);
        }
        else if (IsMask(index))
        {
            ApplyBool(index.ToBoolean());
        }
        else
        {
            View = Keep(Op.Call("select.int", View, _dim, index.ToInt64()));
        }
    }

    // A truth value selects all or nothing of a new dimension of size one.
    private void ApplyBool(bool value)
    {
        View = Keep(View.unsqueeze(_dim));
        long[] shape = [value ? 1 : 0];
        Record(Keep(Op.Call("zeros", shape, ScalarType.Int64, Value.None, View.device)));
    }

    private void Record(Tensor index)
    {
        while (_indices.Count < _dim)
        {
            _indices.Add(null);
        }
        _indices.Add(index);
        _dim++;
    }

    private Tensor Keep(Tensor tensor)
    {
        _intermediates.Add(tensor);
        return tensor;
    }

    // Others end the process in the published package.
    private static bool AllTensors(ReadOnlySpan<TensorIndex> indices)
    {
        foreach (ref readonly var index in indices)
        {
            if (index.Kind != IndexKind.Tensor)
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsMask(Tensor tensor) => tensor.dtype is ScalarType.Bool or ScalarType.Byte;
}
