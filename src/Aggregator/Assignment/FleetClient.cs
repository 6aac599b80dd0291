using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Assignment;

/// <summary>A client while blocks are assigned.</summary>
/// <param name="index">Its place in the ordinal order of the names.</param>
/// <param name="client">What is known of it.</param>
/// <param name="cost">What training costs it.</param>
/// <param name="values">What each block is worth on it: by importance, or whatever the policy goes by.</param>
internal sealed class FleetClient(int index, AssignableClient client, ClientCost cost, double[] values)
{
    public int Index => index;

    public ClientId ClientId => client.ClientId;

    public long ExampleCount => client.ExampleCount;

    public ClientCost Cost => cost;

    public ReadOnlySpan<double> Values => values;

    /// <summary>Whether it trains each block; written by <see cref="Fleet.Set"/> alone.</summary>
    public bool[] Blocks { get; } = new bool[values.Length];

    /// <summary>Steps that it is to take.</summary>
    public int StepCount { get; set; } = client.StepCount;

    /// <summary>Whether its blocks are not to be changed any more.</summary>
    public bool IsFixed { get; set; }
}
