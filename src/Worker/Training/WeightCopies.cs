using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>Weights with copies of the values that they had when this was made.</summary>
internal sealed class WeightCopies : IDisposable
{
    public WeightCopies(IEnumerable<Parameter> weights)
    {
        using var noGradient = no_grad();
        All = [.. weights.Select(weight => (weight, weight.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Each weight with its copy; the copies belong to this.</summary>
    public IReadOnlyList<(Parameter Weight, Tensor Value)> All { get; }

    /// <summary>Gives the weights the values of the copies.</summary>
    public void Restore()
    {
        using var noGradient = no_grad();
        foreach (var (weight, value) in All)
        {
            weight.copy_(value);
        }
    }

    public void Dispose()
    {
        foreach (var (_, value) in All)
        {
            value.Dispose();
        }
    }
}
