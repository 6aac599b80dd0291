using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>
/// Has clients join as devices of the simulated classes. What a client says of itself is written once: whoever writes it before the
/// client has joined decides, and all clients here are one machine, as fast as each other and never as fast as before.
/// </summary>
internal static class DeclaredFleet
{
    private const long Memory = 1L << 33;

    /// <summary>Writes what every client of a run says.</summary>
    /// <param name="store">The run's, before the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="examples">How many each client has, in order.</param>
    /// <param name="cancellationToken">Stops between two clients.</param>
    public static async Task WriteAsync(
        RunStore store, FederatedRun run, IReadOnlyList<int> examples, CancellationToken cancellationToken)
    {
        foreach (var (index, client) in run.Spec.Clients.Index())
        {
            var joined = Of(new(client.Name), DeviceClass.Of(index, run.Spec.Clients.Count), examples[index]);
            await store.PutOnceAsync(RunPaths.Client(joined.ClientId), joined, cancellationToken);
        }
    }

    /// <summary>What a client of a device class says of itself: the seconds that <see cref="RoundCost"/> counts with.</summary>
    public static JoinedClient Of(ClientId client, DeviceClass device, int examples) => new()
    {
        ClientId = client,
        Capability = new()
        {
            Device = "cpu",
            MemoryBytes = Memory,
            UsesBFloat16 = false,
            BlockForwardSeconds = RoundCost.BlockSeconds * device.Slowness,
            BlockBackwardSeconds = 2 * RoundCost.BlockSeconds * device.Slowness,
        },
        TrainExampleCount = examples,
        TestExampleCount = 0,
    };
}
