using FedK8s.Core.Determinism;

namespace FedK8s.RetentionBench.Toy;

/// <summary>Deals examples to clients so that their answers are alike or not.</summary>
internal static class LabelSplit
{
    /// <summary>A draw that leaves a client less than this is drawn again.</summary>
    public const int FewestExamples = 10;

    /// <summary>The indices that each client gets; every index once.</summary>
    /// <param name="labels">The answer of each example.</param>
    /// <param name="clients">At least 1.</param>
    /// <param name="alpha">
    /// Each answer is split by shares drawn from a Dirichlet distribution with this concentration; null deals them out like cards.
    /// </param>
    /// <param name="random">Draws both.</param>
    public static int[][] Deal(IReadOnlyList<int> labels, int clients, double? alpha, SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, labels.Count)];
        random.Shuffle(order.AsSpan());
        if (alpha is not { } concentration)
        {
            return [.. Enumerable.Range(0, clients).Select(client => order.Where((_, place) => place % clients == client).ToArray())];
        }

        while (true)
        {
            var parts = ByShares(order, labels, clients, concentration, random);
            if (parts.All(part => part.Length >= FewestExamples))
            {
                return parts;
            }
        }
    }

    /// <summary>Shares of <paramref name="count"/> parts, from a symmetric Dirichlet distribution; they add up to 1.</summary>
    public static double[] Dirichlet(int count, double alpha, SeededRandom random)
    {
        double[] draws = [.. Enumerable.Range(0, count).Select(_ => Gamma(alpha, random))];
        var sum = draws.Sum();
        return [.. draws.Select(draw => draw / sum)];
    }

    private static int[][] ByShares(int[] order, IReadOnlyList<int> labels, int clients, double alpha, SeededRandom random)
    {
        var parts = Enumerable.Range(0, clients).Select(_ => new List<int>()).ToArray();
        foreach (var ofLabel in order.GroupBy(index => labels[index]).OrderBy(group => group.Key))
        {
            int[] indices = [.. ofLabel];
            var (taken, share) = (0, 0.0);
            foreach (var (client, part) in Dirichlet(clients, alpha, random).Index())
            {
                share += part;
                var end = client == clients - 1 ? indices.Length : (int)Math.Round(share * indices.Length);
                parts[client].AddRange(indices[taken..end]);
                taken = end;
            }
        }

        return [.. parts.Select(part => part.ToArray())];
    }

    // Marsaglia and Tsang, ACM TOMS 26 (2000); below a shape of 1 by the power of a uniform number, as they say.
    private static double Gamma(double shape, SeededRandom random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(random);
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    // Box and Muller; the second number is not kept, so that a draw depends on nothing before it.
    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
