namespace FedK8s.Core.Blocks;

/// <summary>From what clients measured of blocks to what counts: shares that sum to 1.</summary>
public static class BlockScores
{
    /// <summary>
    /// s_b = sum_k (n_k / n) I_k,b / sum_b' I_k,b': the clients' mean rating of each block, by example counts. Our choice, the
    /// paper (arXiv:2506.05977) does not say how positions are rated.
    /// </summary>
    /// <param name="clients">
    /// Each once, in any order, on which the result does not depend. Where there are none, all blocks are alike.
    /// </param>
    /// <param name="blockCount">Values that each client has, at least 1.</param>
    /// <returns>A score of every block, at least 0; they sum to 1.</returns>
    /// <exception cref="ArgumentException">A client has another number of values.</exception>
    public static IReadOnlyList<double> Of(IReadOnlyCollection<ClientImportance> clients, int blockCount)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockCount);
        if (clients.FirstOrDefault(client => client.Values.Count != blockCount) is { } misfit)
        {
            throw new ArgumentException(
                $"client {misfit.ClientId} rates {misfit.Values.Count} blocks; wanted {blockCount}.", nameof(clients));
        }

        if (clients.Count == 0)
        {
            return Alike(blockCount);
        }

        var total = clients.Sum(client => client.ExampleCount);
        var scores = new double[blockCount];

        // Clients in one order: a sum of floats depends on it.
        foreach (var client in clients.OrderBy(client => client.ClientId.Value, StringComparer.Ordinal))
        {
            var shares = Shares(client.Values);
            for (var b = 0; b < blockCount; b++)
            {
                scores[b] += (double)client.ExampleCount / total * shares[b];
            }
        }

        return scores;
    }

    /// <summary>
    /// I~_k,b = I_k,b / sum_b' I_k,b'. A client that says nothing, because a value is negative or not finite or all are zero,
    /// has all blocks alike.
    /// </summary>
    /// <param name="importances">I_k,b, at least one.</param>
    public static IReadOnlyList<double> Shares(IReadOnlyList<double> importances)
    {
        ArgumentNullException.ThrowIfNull(importances);
        var total = importances.Sum();
        return importances.All(value => value >= 0) && double.IsFinite(total) && total > 0
            ? [.. importances.Select(value => value / total)]
            : Alike(importances.Count);
    }

    private static double[] Alike(int blockCount) => [.. Enumerable.Repeat(1.0 / blockCount, blockCount)];
}
