using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Orchestration;

/// <summary>A run in which nothing is computed: the weights are one small tensor, and training and measuring take no time.</summary>
internal static class NullRun
{
    private const int Width = 16;
    private const int Seed = 1;

    private static readonly TensorDeclaration[] Declarations = [new("weight", TensorType.F32, [Width, Width])];

    public static Capability Capability { get; } = new() { Device = "cpu", MemoryBytes = 1 << 30, UsesBFloat16 = false };

    public static IReadOnlyList<ClientId> Clients(int count) =>
        [.. Enumerable.Range(0, count).Select(client => new ClientId($"client-{client:D3}"))];

    /// <summary>A run whose rounds wait for everyone.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="clientCount">All of them in every cohort.</param>
    /// <param name="rounds">After which it is complete.</param>
    /// <param name="limit">After which it has failed.</param>
    public static RunDocument Document(RunId runId, int clientCount, int rounds, TimeSpan limit) => new()
    {
        RunId = runId,
        Run = new()
        {
            ApiVersion = Versions.V1Alpha1,
            Kind = Versions.Kind,
            Metadata = new() { Name = runId.Value },
            Spec = new()
            {
                ActiveDeadlineSeconds = (long)limit.TotalSeconds,
                Model = new() { StorageUri = "file:///model" },
                Task = new() { Kind = TaskKind.CausalLM },
                Method = new() { Full = new() },
                Rounds = new() { Max = rounds, MinClients = clientCount },
                Checkpoint = new() { StorageUri = "file:///run" },
                Clients = [.. Clients(clientCount).Select(client => new ClientSpec
                {
                    Name = client.Value, Data = new() { StorageUri = "file:///data" },
                })],
            },
        },
    };

    /// <summary>Writes checkpoint 0.</summary>
    public static async Task<BlobReference> PrepareAsync(RunStore store, RunId runId, CancellationToken cancellationToken)
    {
        var file = await PutWeightsAsync(store, RunPaths.CheckpointTensors(RoundNumber.Start), 0, cancellationToken);
        var manifest = new CheckpointManifest
        {
            Format = CheckpointManifest.CurrentFormat,
            RunId = runId,
            Round = RoundNumber.Start,
            Method = "full",
            BaseModelSha256 = new string('0', 64),
            Seed = Seed,
            Files = [file],
            Contributions = [],
        };
        return await store.PutOnceAsync(RunPaths.CheckpointManifest(RoundNumber.Start), manifest, cancellationToken);
    }

    /// <summary>Writes weights that all have one value.</summary>
    public static async Task<TensorFile> PutWeightsAsync(
        RunStore store, BlobPath path, float value, CancellationToken cancellationToken)
    {
        var blob = await store.PutTensorsAsync(
            path,
            (stream, _) =>
            {
                var writer = new SafetensorsWriter(stream, Declarations);
                writer.WriteFloats(writer.Entries[0], Enumerable.Repeat(value, Width * Width).ToArray());
                writer.Complete();
                return Task.CompletedTask;
            },
            cancellationToken);
        return new(blob, [.. Declarations.Select(tensor => new TensorDescription(tensor.Name, "F32", [.. tensor.Shape]))]);
    }
}
