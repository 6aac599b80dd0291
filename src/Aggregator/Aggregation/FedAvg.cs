using System.Numerics.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// The server step of FederatedAveraging (arXiv:1602.05629, alg. 1): w = sum_k (n_k / n) w_k with n = sum_k n_k. The sum is
/// taken in double and divided by n once at the end, so that a client alone, or clients that agree, get their own bits back.
/// </summary>
/// <remarks>
/// Every operation here is one IEEE operation per element, so the width of the machine's vectors cannot change a bit. A fused
/// multiply-add, or a sum across lanes, would.
/// </remarks>
internal static class FedAvg
{
    /// <summary>Adds one client's share: sum += n_k w_k.</summary>
    /// <param name="weights">w_k, (N).</param>
    /// <param name="exampleCount">n_k, positive.</param>
    /// <param name="sum">The accumulator, (N).</param>
    /// <param name="scratch">Room for N products.</param>
    public static void Add(ReadOnlySpan<float> weights, long exampleCount, Span<double> sum, Span<double> scratch)
    {
        var products = scratch[..weights.Length];                             // (N)
        TensorPrimitives.ConvertTruncating(weights, products);                // exact: every float is a double
        TensorPrimitives.Multiply(products, (double)exampleCount, products);
        TensorPrimitives.Add(sum, products, sum);
    }

    /// <summary>Turns the sum into the average: w = sum / n, rounded to nearest even.</summary>
    /// <param name="sum">(N); overwritten.</param>
    /// <param name="exampleCount">n, positive.</param>
    /// <param name="average">w, (N).</param>
    public static void Divide(Span<double> sum, long exampleCount, Span<float> average)
    {
        TensorPrimitives.Divide(sum, (double)exampleCount, sum);
        for (var i = 0; i < average.Length; i++)
        {
            average[i] = (float)sum[i];
        }
    }
}
