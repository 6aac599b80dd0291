namespace FedK8s.Aggregator.Assignment;

/// <summary>All clients while blocks are assigned, and what depends on them together.</summary>
internal sealed class Fleet
{
    private readonly double _coverageWeight;
    private readonly LabelCoverage? _coverage;
    private readonly int[] _trainerCounts;

    /// <param name="network">The network.</param>
    /// <param name="roundSeconds">T_max.</param>
    /// <param name="clients">In ordinal order of the names; nobody trains anything yet.</param>
    /// <param name="minTrainers">c_min.</param>
    /// <param name="mixes">Their labels; null where these are not to count.</param>
    /// <param name="coverageWeight">lambda.</param>
    public Fleet(
        ExpandedNetwork network,
        double roundSeconds,
        IReadOnlyList<FleetClient> clients,
        int minTrainers,
        LabelMixes? mixes,
        double coverageWeight)
    {
        Network = network;
        RoundSeconds = roundSeconds;
        Clients = clients;
        MinTrainers = Math.Min(minTrainers, clients.Count);
        _coverageWeight = coverageWeight;
        _coverage = mixes is not null && coverageWeight > 0 ? new LabelCoverage(mixes, network.Blocks.Count) : null;
        _trainerCounts = new int[network.Blocks.Count];
    }

    public ExpandedNetwork Network { get; }

    /// <summary>T_max.</summary>
    public double RoundSeconds { get; }

    public IReadOnlyList<FleetClient> Clients { get; }

    /// <summary>c_min, or all clients where there are fewer.</summary>
    public int MinTrainers { get; }

    /// <summary>How many trainers a block is short of.</summary>
    public int Missing(int block) => Math.Max(0, MinTrainers - _trainerCounts[block]);

    /// <summary>Gives a client other blocks.</summary>
    public void Set(FleetClient client, ReadOnlySpan<bool> blocks)
    {
        for (var b = 0; b < blocks.Length; b++)
        {
            if (client.Blocks[b] != blocks[b])
            {
                client.Blocks[b] = blocks[b];
                _trainerCounts[b] += blocks[b] ? 1 : -1;
                _coverage?.Set(b, client.Index, client.ExampleCount, blocks[b]);
            }
        }
    }

    /// <summary>What each block adds to the objective if the client trains it, while all others keep theirs.</summary>
    public void Gains(FleetClient client, Span<double> gains)
    {
        client.Values.CopyTo(gains);
        for (var b = 0; _coverage is not null && b < gains.Length; b++)
        {
            gains[b] -= _coverageWeight * _coverage.Change(b, client.Index, client.ExampleCount, client.Blocks[b]);
        }
    }

    /// <summary>Whether a block would have too few trainers without this one.</summary>
    public bool IsNeeded(FleetClient client, int block) => client.Blocks[block] && _trainerCounts[block] <= MinTrainers;

    /// <summary>The sum of the gains of a client's present or other blocks.</summary>
    public static double Total(ReadOnlySpan<double> gains, ReadOnlySpan<bool> blocks)
    {
        var total = 0.0;
        for (var b = 0; b < gains.Length; b++)
        {
            total += blocks[b] ? gains[b] : 0;
        }

        return total;
    }
}
