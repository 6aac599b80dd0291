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

    public Parameter? weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor input)
    {
        if (_maximumNorm is { } maximum)
        {
            using var mode = no_grad();
            Op.Run("embedding_renorm_", weight, input, maximum, _normType);
        }

        return Op.Call("embedding", weight, input, _paddingIndex ?? -1, _scaleGradientByFrequency, _sparse);
    }

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
            row.zero_();
        }

        return weight;
    }
}
