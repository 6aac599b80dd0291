using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>A small network and clients for it: four base blocks, new ones after the second and the last.</summary>
internal static class AFleet
{
    public static ExpandedNetwork Network { get; } = new(4, [new(1, 250, 1000), new(3, 250, 1000)]);

    /// <summary>
    /// A client for which one step on block 0 takes 1.6 seconds, on block 1 1.0, on both 1.8; times its slowness.
    /// </summary>
    public static AssignableClient Client(string name, double slowness = 1, params double[] importances) => new()
    {
        ClientId = new(name),
        Capability = Speed(0.1 * slowness, 0.4 * slowness),
        ExampleCount = 100,
        StepCount = 10,
        Importances = importances.Length == 0 ? null : importances,
    };

    public static Capability Speed(double? forward, double? backward, double? step = null) => new()
    {
        Device = "cpu",
        MemoryBytes = long.MaxValue,
        UsesBFloat16 = false,
        BlockForwardSeconds = forward,
        BlockBackwardSeconds = backward,
        StepSeconds = step,
    };

    public static FleetAssignment Assign(BlockAllocationSpec rules, params AssignableClient[] clients) =>
        BlockAssigner.Assign(new() { Network = Network, Clients = clients, Rules = rules });

    /// <summary>Who trains what, as text: <c>a: 0 1, b: 1</c>.</summary>
    public static string Text(FleetAssignment assignment) =>
        string.Join(", ", assignment.Clients.Select(client => $"{client.ClientId}: {string.Join(' ', client.Blocks)}"));
}
