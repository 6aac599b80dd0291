using System.Numerics.Tensors;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.RoundMemory;

/// <summary>A run whose first round is open and whose clients have all delivered: 256 MiB of float32 each, no two alike.</summary>
internal static class LargeRound
{
    public const int UpdateCount = 16;
    public const long UpdateByteCount = (long)TensorCount * ElementCount * sizeof(float);

    private const int TensorCount = 64;
    private const int Width = 1024;
    private const int ElementCount = Width * Width;
    private const int Seed = 1;

    public static readonly RunId RunId = new("round-memory");

    private static readonly ClientId[] Clients =
        [.. Enumerable.Range(0, UpdateCount).Select(update => new ClientId($"client-{update:D2}"))];

    private static readonly TensorDeclaration[] Declarations =
    [
        .. Enumerable.Range(0, TensorCount)
            .Select(tensor => new TensorDeclaration($"layers.{tensor:D2}.weight", TensorType.F32, [Width, Width])),
    ];

    /// <summary>Writes it as clients and an aggregator would have left it.</summary>
    public static async Task WriteAsync(RunStore store)
    {
        var random = new Random(Seed);
        var values = new float[ElementCount];
        foreach (ref var value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        await store.PutOnceAsync(RunPaths.Run, Document(), CancellationToken.None);
        foreach (var client in Clients)
        {
            await store.PutOnceAsync(RunPaths.Client(client), Joined(client), CancellationToken.None);
        }

        var start = Checkpoint(await PutAsync(store, RunPaths.CheckpointTensors(RoundNumber.Start), values, scale: 1));
        var checkpoint = await store.PutOnceAsync(
            RunPaths.CheckpointManifest(RoundNumber.Start), start, CancellationToken.None);
        await store.TryCommitAsync(null, State(checkpoint), CancellationToken.None);
        var plan = Plan(checkpoint);
        await store.PutOnceAsync(RunPaths.Plan(plan.Round, plan.Attempt), plan, CancellationToken.None);
        for (var update = 0; update < UpdateCount; update++)
        {
            var client = Clients[update];
            var file = await PutAsync(
                store, RunPaths.UpdateTensors(plan.Round, plan.Attempt, client), values, scale: 1 + (0.01f * (update + 1)));
            await store.PutOnceAsync(
                RunPaths.UpdateManifest(plan.Round, plan.Attempt, client),
                Update(plan, client, 100 + (7 * update), file),
                CancellationToken.None);
        }
    }

    private static async Task<TensorFile> PutAsync(RunStore store, BlobPath path, float[] values, float scale)
    {
        var blob = await store.PutTensorsAsync(
            path,
            (stream, _) =>
            {
                var writer = new SafetensorsWriter(stream, Declarations);
                var scaled = new float[ElementCount];
                foreach (var (tensor, entry) in writer.Entries.Index())
                {
                    TensorPrimitives.Multiply(values, scale + (0.001f * tensor), scaled);
                    writer.WriteFloats(entry, scaled);
                }

                writer.Complete();
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return new(blob, [.. Declarations.Select(tensor => new TensorDescription(tensor.Name, "F32", [.. tensor.Shape]))]);
    }

    private static RunDocument Document() => new()
    {
        RunId = RunId,
        Run = new()
        {
            ApiVersion = Versions.V1Alpha1,
            Kind = Versions.Kind,
            Metadata = new() { Name = RunId.Value },
            Spec = new()
            {
                Model = new() { StorageUri = "file:///model" },
                Task = new() { Kind = TaskKind.CausalLM },
                Method = new() { Full = new() },
                Rounds = new() { Max = 1, MinClients = UpdateCount },
                Aggregation = new() { MaxUpdateNorm = 1e6 }, // so that intake looks at everything there is to look at
                Checkpoint = new() { StorageUri = "file:///run" },
                Clients = [.. Clients.Select(client => new ClientSpec
                {
                    Name = client.Value, Data = new() { StorageUri = "file:///data" },
                })],
            },
        },
    };

    private static JoinedClient Joined(ClientId client) => new()
    {
        ClientId = client,
        Capability = new() { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false },
        TrainExampleCount = 100,
        TestExampleCount = 0,
    };

    private static CheckpointManifest Checkpoint(TensorFile file) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        RunId = RunId,
        Round = RoundNumber.Start,
        Method = "full",
        BaseModelSha256 = new string('0', 64),
        Seed = Seed,
        Files = [file],
        Contributions = [],
    };

    private static RunState State(BlobReference checkpoint) => new()
    {
        RunId = RunId,
        Generation = 1,
        Committed = RoundNumber.Start,
        Checkpoint = checkpoint,
        Phase = RunPhase.Running,
        AbandonedAttempts = 0,
    };

    private static RoundPlan Plan(BlobReference checkpoint) => new()
    {
        RunId = RunId,
        Round = RoundNumber.Start.Next,
        Attempt = 1,
        Checkpoint = checkpoint,
        Cohort = Clients,
        Quorum = UpdateCount,
        OpenedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.MaxValue,
    };

    private static UpdateManifest Update(RoundPlan plan, ClientId client, long exampleCount, TensorFile file) => new()
    {
        Format = UpdateManifest.CurrentFormat,
        RunId = RunId,
        Round = plan.Round,
        ClientId = client,
        Attempt = plan.Attempt,
        CheckpointSha256 = plan.Checkpoint.Sha256,
        ExampleCount = exampleCount,
        Steps = 1,
        TrainLoss = 1,
        Files = [file],
    };
}
