using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    public static void Add(ReadOnlySpan<float> weights, long exampleCount, Span<double> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, sum.Length);
        ref readonly var source = ref MemoryMarshal.GetReference(weights);
        ref var target = ref MemoryMarshal.GetReference(sum);
        var factor = Vector512.Create((double)exampleCount);
        nuint i = 0;
        for (; i + (nuint)Vector512<float>.Count <= (nuint)sum.Length; i += (nuint)Vector512<float>.Count)
        {
            var upperPlace = i + (nuint)Vector512<double>.Count;
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(in source, i)); // exact: every float is a double
            (Vector512.LoadUnsafe(ref target, i) + (lower * factor)).StoreUnsafe(ref target, i);
            (Vector512.LoadUnsafe(ref target, upperPlace) + (upper * factor)).StoreUnsafe(ref target, upperPlace);
        }

        for (var rest = (int)i; rest < sum.Length; rest++)
        {
            sum[rest] += (double)weights[rest] * exampleCount;
        }
    }

    /// <summary>Turns the sum into the average: w = sum / n, rounded to nearest even.</summary>
    /// <param name="sum">(N).</param>
    /// <param name="exampleCount">n, positive.</param>
    /// <param name="average">w, (N).</param>
    public static void Divide(ReadOnlySpan<double> sum, long exampleCount, Span<float> average)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(average.Length, sum.Length);
        ref readonly var source = ref MemoryMarshal.GetReference(sum);
        ref var target = ref MemoryMarshal.GetReference(average);
        var divisor = Vector512.Create((double)exampleCount);
        nuint i = 0;
        for (; i + (nuint)Vector512<float>.Count <= (nuint)average.Length; i += (nuint)Vector512<float>.Count)
        {
            var lower = Vector512.LoadUnsafe(in source, i) / divisor;
            var upper = Vector512.LoadUnsafe(in source, i + (nuint)Vector512<double>.Count) / divisor;
            Vector512.Narrow(lower, upper).StoreUnsafe(ref target, i);
        }

        for (var rest = (int)i; rest < average.Length; rest++)
        {
            average[rest] = (float)(sum[rest] / exampleCount);
        }
    }
}
