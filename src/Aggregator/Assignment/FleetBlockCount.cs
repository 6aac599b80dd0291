namespace FedK8s.Aggregator.Assignment;

/// <summary>M where a spec leaves it open: how many new blocks a fleet can make use of. Our choice: arXiv:2506.05977 does not tell.</summary>
internal static class FleetBlockCount
{
    // With more blocks nearly nobody could train them all; with fewer the best of the fleet would have nothing to do.
    private const double LeastShare = 0.2;

    /// <summary>
    /// The most blocks that a fifth of the clients, rounded up, can train all of with all their steps; at least 1.
    /// </summary>
    /// <param name="most">As many as are wanted at most.</param>
    /// <param name="networkOf">The network with a number of new blocks, from 1 to <paramref name="most"/>.</param>
    /// <param name="clients">The fleet; their steps were measured with as many blocks as are wanted at most.</param>
    /// <param name="batchesPerStep">Forward passes per optimiser step.</param>
    /// <param name="roundSeconds">What a client's part of a round may take.</param>
    public static int Of(
        int most,
        Func<int, ExpandedNetwork> networkOf,
        IReadOnlyList<AssignableClient> clients,
        int batchesPerStep,
        double roundSeconds)
    {
        var measuredOn = networkOf(most);
        var wanted = (int)Math.Ceiling(LeastShare * clients.Count);
        for (var count = most; count > 1; count--)
        {
            var network = networkOf(count);
            if (clients.Count(client => CanTrainAll(client, network)) >= wanted)
            {
                return count;
            }
        }

        return 1;

        bool CanTrainAll(AssignableClient client, ExpandedNetwork network) => new ClientCost(
            client with { DownloadByteCount = network.All.ByteCount }, network, batchesPerStep, measuredOn).Fits(network.All, roundSeconds);
    }
}
