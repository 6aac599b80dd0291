using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// What an assignment is worth: sum_k sum_b x_k,b (n_k / n) I~_k,b (1 + gamma_h h_k) - lambda sum_b KL(c_b || q_bar). Our
/// choice, as arXiv:2506.05977 does not tell its own.
/// </summary>
internal static class AssignmentObjective
{
    /// <summary>
    /// (n_k / n) I~_k,b (1 + gamma_h h_k), h_k = JS(q_k || q_bar): what each block is worth on each client, from 0.
    /// </summary>
    /// <param name="problem">Rules and number of blocks.</param>
    /// <param name="clients">In ordinal order of the names.</param>
    /// <param name="mixes">Their labels; null where none are known, and h_k is 0 then.</param>
    public static double[][] Values(AssignmentProblem problem, IReadOnlyList<AssignableClient> clients, LabelMixes? mixes)
    {
        var blockCount = problem.Network.Blocks.Count;
        var total = clients.Sum(client => (double)client.ExampleCount);
        return
        [
            .. clients.Select((client, k) =>
            {
                var unusual = mixes is null ? 0 : Divergence.JensenShannon(mixes.Mixes[k], mixes.Pooled);
                var weight = client.ExampleCount / total * (1 + (problem.Rules.HeterogeneityWeight * unusual));
                return Shares(client, blockCount).Select(share => weight * share).ToArray();
            }),
        ];
    }

    /// <summary>The objective of who trains what.</summary>
    /// <param name="fleet">The clients with their blocks.</param>
    /// <param name="values">As <see cref="Values"/> has them.</param>
    /// <param name="mixes">The clients' labels; null where none are known.</param>
    /// <param name="coverageWeight">lambda.</param>
    public static double Of(Fleet fleet, double[][] values, LabelMixes? mixes, double coverageWeight)
    {
        var importance = fleet.Clients.Sum(client => Fleet.Total(values[client.Index], client.Blocks));
        var blocks = Enumerable.Range(0, fleet.Network.Blocks.Count);
        return mixes is null ? importance : importance - (coverageWeight * blocks.Sum(block => Unevenness(fleet, block, mixes)));
    }

    /// <summary>KL(c_b || q_bar) with c_b proportional to sum_k x_k,b n_k q_k; 0 of a block that nobody trains.</summary>
    private static double Unevenness(Fleet fleet, int block, LabelMixes mixes)
    {
        var masses = new double[mixes.Pooled.Count];
        foreach (var client in fleet.Clients.Where(client => client.Blocks[block]))
        {
            var mix = mixes.Mixes[client.Index];
            for (var i = 0; i < masses.Length; i++)
            {
                masses[i] += client.ExampleCount * mix[i];
            }
        }

        var total = masses.Sum();
        return total > 0 ? Divergence.KullbackLeibler([.. masses.Select(mass => mass / total)], mixes.Pooled) : 0;
    }

    private static IReadOnlyList<double> Shares(AssignableClient client, int blockCount) => client.Importances switch
    {
        null => [.. Enumerable.Repeat(1.0 / blockCount, blockCount)],
        { Count: var count } importances when count == blockCount => BlockScores.Shares(importances),
        var importances => throw new ArgumentException(
            $"client {client.ClientId} rates {importances.Count} blocks; wanted {blockCount}.", nameof(client)),
    };
}
