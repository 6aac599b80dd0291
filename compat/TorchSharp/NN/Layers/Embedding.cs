using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;
    private readonly double? _maximumNorm;
    private readonly double _normType;
    private readonly bool _scaleGradientByFrequency;
    private readonly bool _sparse;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal Embedding(
        Parameter weight, long? paddingIndex, double? maximumNorm, double normType, bool scaleGradientByFrequency,
        bool sparse)
        : base("torch::nn::EmbeddingImpl")
    {
        _paddingIndex = paddingIndex < 0 ? paddingIndex + weight.shape[0] : paddingIndex;
        _maximumNorm = maximumNorm;
        _normType = normType;
        _scaleGradientByFrequency = scaleGradientByFrequency;
        _sparse = sparse;
        this.weight = weight;
    }

    /// <summary>As in the package, a new object over the same values each time it is read. Given to another layer it
    /// counts as a parameter of its own, and an optimizer of both would move the values twice: to share the values,
    /// share the registered parameter, or call functional.linear with this one.</summary>
    public Parameter? weight
    {
        get => Shared();
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor input)
    {
        if (_maximumNorm is { } maximum)
        {
            using var mode = no_grad();
            Op.Run("embedding_renorm_", _weight, input, maximum, _normType);
        }

        return Op.Call("embedding", _weight, input, _paddingIndex ?? -1, _scaleGradientByFrequency, _sparse);
    }

    // An operator that answers with its argument gives a second reference to the same native tensor.
    private Parameter? Shared() =>
        _weight is null
            ? null
            : new Parameter(Op.Call("requires_grad_", _weight, _weight.requires_grad), _weight.requires_grad);

    /// <summary>Standard normal rows, the padding row zero: made on the CPU in the default type and moved by the
    /// factory, so a seed gives the same values everywhere.</summary>
    internal static Parameter FreshWeight(long rows, long dimensions, long? paddingIndex)
    {
        var weight = new Parameter(empty(rows, dimensions));
        nn.init.normal_(weight);
        if (paddingIndex is { } index)
        {
            using var mode = no_grad();
            using var row = weight.select(0, index);
            row.fill_(0);
        }

        return weight;
    }
}
