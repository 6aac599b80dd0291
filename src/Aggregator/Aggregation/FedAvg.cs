using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// The server step of FederatedAveraging (arXiv:1602.05629, alg. 1): w = sum_k (n_k / n) w_k with n = sum_k n_k. The sum is
/// taken in double and divided by n once at the end, so that a client alone, or clients that agree, get their own bits back.
/// </summary>
/// <remarks>
/// Every operation here is one IEEE operation per element, so the width of the machine's vectors cannot change a bit. A fused
/// multiply-add, or a sum across lanes, would. The loops are compiled in full at once: an aggregator may close one large
/// round in its life and has no time to find out that they are hot.
/// </remarks>
internal static unsafe class FedAvg
{
    private const int Step = 16; // Vector512<float>.Count: one cache line of every client

    // The processor follows fewer rows by itself than there are clients; 2 KiB ahead is about the time that memory takes.
    private const int PrefetchDistance = 512;

    /// <summary>
    /// Adds four clients' shares, sum = (((sum + n_a w_a) + n_b w_b) + n_c w_c) + n_d w_d: the same bits as one after another,
    /// while each sum is loaded and stored once.
    /// </summary>
    /// <param name="a">w_a, (N), and n_a; likewise the others.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <param name="sum">The accumulator, (N).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(WeightedPart a, WeightedPart b, WeightedPart c, WeightedPart d, Span<double> sum)
    {
        var length = sum.Length;
        a.RequireLength(length);
        b.RequireLength(length);
        c.RequireLength(length);
        d.RequireLength(length);
        var i = 0;
        fixed (float* wa = a.Values, wb = b.Values, wc = c.Values, wd = d.Values)
        fixed (double* target = sum)
        {
            var (na, nb) = (Vector512.Create(a.Weight), Vector512.Create(b.Weight));
            var (nc, nd) = (Vector512.Create(c.Weight), Vector512.Create(d.Weight));
            for (; i + Step <= length; i += Step)
            {
                var (lower, upper) = (Vector512.Load(target + i), Vector512.Load(target + i + (Step / 2)));
                (lower, upper) = Add(wa + i, na, lower, upper);
                (lower, upper) = Add(wb + i, nb, lower, upper);
                (lower, upper) = Add(wc + i, nc, lower, upper);
                (lower, upper) = Add(wd + i, nd, lower, upper);
                lower.Store(target + i);
                upper.Store(target + i + (Step / 2));
            }
        }

        AddRest(a, sum, i);
        AddRest(b, sum, i);
        AddRest(c, sum, i);
        AddRest(d, sum, i);
    }

    /// <summary>Adds one client's share: sum += n_k w_k.</summary>
    /// <param name="part">w_k, (N), and n_k.</param>
    /// <param name="sum">The accumulator, (N).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(WeightedPart part, Span<double> sum)
    {
        part.RequireLength(sum.Length);
        var i = 0;
        fixed (float* weights = part.Values)
        fixed (double* target = sum)
        {
            var count = Vector512.Create(part.Weight);
            for (; i + Step <= sum.Length; i += Step)
            {
                var (lower, upper) = (Vector512.Load(target + i), Vector512.Load(target + i + (Step / 2)));
                (lower, upper) = Add(weights + i, count, lower, upper);
                lower.Store(target + i);
                upper.Store(target + i + (Step / 2));
            }
        }

        AddRest(part, sum, i);
    }

    /// <summary>Turns the sum into the average: w = sum / n, rounded to nearest even.</summary>
    /// <param name="sum">(N).</param>
    /// <param name="weight">n, positive.</param>
    /// <param name="average">w, (N).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(ReadOnlySpan<double> sum, double weight, Span<float> average)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(average.Length, sum.Length);
        var i = 0;
        fixed (double* source = sum)
        fixed (float* target = average)
        {
            var divisor = Vector512.Create(weight);
            for (; i + Step <= sum.Length; i += Step)
            {
                var lower = Vector512.Load(source + i) / divisor;
                var upper = Vector512.Load(source + i + (Step / 2)) / divisor;
                Vector512.Narrow(lower, upper).Store(target + i);
            }
        }

        for (; i < sum.Length; i++)
        {
            average[i] = (float)(sum[i] / weight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Lower, Vector512<double> Upper) Add(
        float* weights, Vector512<double> count, Vector512<double> lower, Vector512<double> upper)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(weights + PrefetchDistance); // a hint: it may lie beyond the row, it never faults
        }

        var (first, second) = Vector512.Widen(Vector512.Load(weights)); // exact: every float is a double
        return (lower + (first * count), upper + (second * count));
    }

    private static void AddRest(WeightedPart part, Span<double> sum, int start)
    {
        for (var i = start; i < sum.Length; i++)
        {
            sum[i] += part.Values[i] * part.Weight;
        }
    }
}
