using FedK8s.Core.Determinism;
using TorchSharp.Modules;

namespace FedK8s.Worker.Network;

/// <summary>Start values of a new base model, or a new head: matrices normal, norms one, other vectors zero.</summary>
internal static class InitialWeights
{
    /// <summary>Fills weights; each depends on the seed and its own name only.</summary>
    /// <param name="weights">By checkpoint name.</param>
    /// <param name="seed">Of all of them.</param>
    /// <param name="standardDeviation">Of matrices.</param>
    public static void Fill(IEnumerable<(string Name, Parameter Weight)> weights, long seed, double standardDeviation)
    {
        foreach (var (name, weight) in weights)
        {
            if (weight.ndim > 1)
            {
                Weights.FillNormal(weight, Seeds.Derive(seed, "base", name), standardDeviation);
            }
            else
            {
                // Every family's vectors are the scales of norms, which are called weight, and biases.
                Weights.FillConstant(weight, name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
            }
        }
    }
}
