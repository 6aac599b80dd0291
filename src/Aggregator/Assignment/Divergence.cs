namespace FedK8s.Aggregator.Assignment;

/// <summary>How far two distributions over the same labels are apart, in bits.</summary>
internal static class Divergence
{
    /// <summary>KL(p || q) = sum_i p_i log2(p_i / q_i), from 0; infinite where q has nothing of what p has.</summary>
    /// <param name="p">Shares that sum to 1.</param>
    /// <param name="q">Shares that sum to 1, as many.</param>
    public static double KullbackLeibler(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Count; i++)
        {
            sum += p[i] > 0 ? p[i] * Math.Log2(p[i] / q[i]) : 0;
        }

        return Math.Max(0, sum); // rounding may leave less than nothing of equal distributions
    }

    /// <summary>
    /// JS(p || q) = (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2 (Lin, 1991): from 0 to 1, the same both ways.
    /// </summary>
    /// <param name="p">Shares that sum to 1.</param>
    /// <param name="q">Shares that sum to 1, as many.</param>
    public static double JensenShannon(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        double[] middle = [.. p.Zip(q, (a, b) => (a + b) / 2)];
        return Math.Min(1, (KullbackLeibler(p, middle) + KullbackLeibler(q, middle)) / 2);
    }
}
