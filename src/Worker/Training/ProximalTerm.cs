using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// The local objective gains mu/2 |w - w_0|^2. With w_0 the weights that the round started from it is FedProx
/// (arXiv:1812.06127, eq. 2), with those that the run started from L2-SP (arXiv:1802.01483, eq. 3). Its gradient mu (w - w_0) is
/// added in place, so the term costs no graph.
/// </summary>
/// <param name="anchors">The trained weights with w_0.</param>
/// <param name="mu">Above 0.</param>
internal sealed class ProximalTerm(WeightCopies anchors, double mu)
{
    /// <summary>Adds the term's gradient to every weight that has one from the loss.</summary>
    public void AddGradient()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (weight, anchor) in anchors.All)
        {
            weight.grad?.add_(weight - anchor, alpha: mu);
        }
    }
}
