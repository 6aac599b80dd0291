using FedK8s.Core.Determinism;

namespace FedK8s.Worker.Network;

/// <summary>Start values of a new base model: matrices normal, norms one, other vectors zero.</summary>
internal static class InitialWeights
{
    /// <summary>Fills every weight; each depends on the seed and its own name only.</summary>
    public static void Fill(FoundationModel model, long seed)
    {
        foreach (var (name, weight) in model.BaseWeights)
        {
            if (weight.ndim > 1)
            {
                Weights.FillNormal(weight, Seeds.Derive(seed, "base", name), model.InitializerRange);
            }
            else
            {
                // Every family's vectors are the scales of norms, which are called weight, and biases.
                Weights.FillConstant(weight, name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
            }
        }
    }
}
