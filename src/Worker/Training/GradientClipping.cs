using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>Clipping by the global norm (arXiv:1211.5063, algorithm 1).</summary>
internal static class GradientClipping
{
    // Keeps the quotient finite where all gradients are zero; PyTorch's value.
    private const double Epsilon = 1e-6;

    /// <summary>
    /// Scales all gradients by min(1, maxNorm / norm), norm being the L2 norm of all of them together. The same numbers
    /// as PyTorch's <c>clip_grad_norm_</c>, which TorchSharp has return a number: that would make the host wait for the
    /// device in every step.
    /// </summary>
    /// <param name="weights">Those without a gradient are passed over.</param>
    /// <param name="maxNorm">Above 0.</param>
    public static void Clip(IEnumerable<Parameter> weights, double maxNorm)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var gradients = weights.Select(weight => weight.grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0)
        {
            return;
        }

        var norm = stack(gradients.Select(gradient => gradient.norm())).norm();
        var scale = (maxNorm / (norm + Epsilon)).clamp_max(1);
        foreach (var gradient in gradients)
        {
            gradient.mul_(scale);
        }
    }
}
