using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// FedProx (arXiv:1812.06127, eq. 2): the local objective gains mu/2 |w - w_t|^2, w_t being the weights the round
/// started from. Its gradient mu (w - w_t) is added in place, so the term costs no graph.
/// </summary>
internal sealed class ProximalTerm : IDisposable
{
    private readonly double _mu;
    private readonly IReadOnlyList<(Parameter Weight, Tensor Start)> _weights;

    /// <summary>Remembers the weights as they are now.</summary>
    /// <param name="weights">The trained ones.</param>
    /// <param name="mu">Above 0.</param>
    public ProximalTerm(IEnumerable<Parameter> weights, double mu)
    {
        _mu = mu;
        using var noGradient = no_grad();
        _weights = [.. weights.Select(weight => (weight, weight.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Adds the term's gradient to every weight that has one from the loss.</summary>
    public void AddGradient()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (weight, start) in _weights)
        {
            weight.grad?.add_(weight - start, alpha: _mu);
        }
    }

    public void Dispose()
    {
        foreach (var (_, start) in _weights)
        {
            start.Dispose();
        }
    }
}
