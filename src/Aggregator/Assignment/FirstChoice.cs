namespace FedK8s.Aggregator.Assignment;

/// <summary>Gives every client its blocks without a look at the others.</summary>
internal static class FirstChoice
{
    /// <summary>What fits, or the cheapest block with as many steps as do, or nothing.</summary>
    public static void Run(Fleet fleet, IBlockChoice choice)
    {
        var (none, chosen) = (new bool[fleet.Network.Blocks.Count], new bool[fleet.Network.Blocks.Count]);
        foreach (var client in fleet.Clients)
        {
            if (choice.Choose(client.Cost, client.Values, none, chosen))
            {
                fleet.Set(client, chosen);
            }
            else
            {
                TakeCheapest(fleet, client);
            }
        }
    }

    // No block fits into its time with all its steps, or none into its memory.
    private static void TakeCheapest(Fleet fleet, FleetClient client)
    {
        var network = fleet.Network;
        var cheapest = Enumerable.Range(0, network.Blocks.Count)
            .Where(block => client.Cost.HasMemory(network.LoadOf(block)))
            .OrderBy(block => client.Cost.Seconds(network.LoadOf(block)))
            .ThenByDescending(block => block)
            .Select(block => (int?)block)
            .FirstOrDefault();
        client.IsFixed = true;
        client.StepCount = cheapest is { } found ? client.Cost.StepsWithin(network.LoadOf(found), fleet.RoundSeconds) : 0;
        if (client.StepCount > 0)
        {
            var blocks = new bool[network.Blocks.Count];
            blocks[cheapest!.Value] = true; // without it there are no steps
            fleet.Set(client, blocks);
        }
    }
}
