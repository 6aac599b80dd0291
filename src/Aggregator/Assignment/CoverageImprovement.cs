namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Lets one client after another choose anew while all others keep their blocks, for as long as that makes the objective
/// larger. It matters where the mix of labels counts, since then one client's choice changes what a block is worth on
/// another.
/// </summary>
internal static class CoverageImprovement
{
    private const int MaxPasses = 10;
    private const double LeastGain = 1e-12; // what is less may be rounding
    private const double LeastGainOfPass = 1e-3; // of the importance of everything to everyone, which is 1

    public static void Run(Fleet fleet, IBlockChoice choice)
    {
        for (var pass = 0; pass < MaxPasses && Improve(fleet, choice) >= LeastGainOfPass; pass++)
        {
        }
    }

    private static double Improve(Fleet fleet, IBlockChoice choice)
    {
        var blockCount = fleet.Network.Blocks.Count;
        var (needed, chosen, gains) = (new bool[blockCount], new bool[blockCount], new double[blockCount]);
        var improvement = 0.0;
        foreach (var client in fleet.Clients.Where(client => !client.IsFixed))
        {
            fleet.Gains(client, gains);
            for (var b = 0; b < blockCount; b++)
            {
                needed[b] = fleet.IsNeeded(client, b);
            }

            // There is a choice, since what it has is one.
            choice.Choose(client.Cost, gains, needed, chosen);
            var gain = Fleet.Total(gains, chosen) - Fleet.Total(gains, client.Blocks);
            if (gain > LeastGain)
            {
                fleet.Set(client, chosen);
                improvement += gain;
            }
        }

        return improvement;
    }
}
