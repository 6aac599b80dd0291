using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>A small run: three clients, two rounds, unless a test says otherwise.</summary>
internal static class RunFixture
{
    public static readonly RunId Run1 = new("run-1");

    public static readonly ClientId[] Clients = [new("site-a"), new("site-b"), new("site-c")];

    public static FederatedRunSpec Spec(RoundsSpec? rounds = null) => new()
    {
        Model = new() { StorageUri = "file:///model" },
        Task = new() { Kind = TaskKind.CausalLM },
        Method = new() { Full = new() },
        Rounds = rounds ?? new() { Max = 2, MinClients = 2, DeadlineSeconds = 600 },
        Checkpoint = new() { StorageUri = "file:///run" },
        Clients = [.. Clients.Select(client => new ClientSpec { Name = client.Value, Data = new() { StorageUri = "file:///data" } })],
    };

    public static RunDocument Document(FederatedRunSpec spec) => new()
    {
        RunId = Run1,
        Run = new()
        {
            ApiVersion = Versions.V1Alpha1,
            Kind = Versions.Kind,
            Metadata = new() { Name = "test" },
            Spec = spec,
        },
    };

    public static BlobReference Reference(string path = "checkpoints/000000/manifest.json", string digit = "0") =>
        new(new BlobPath(path), 1, new string(digit[0], 64));

    public static RoundPlan Plan(int round = 1, int attempt = 1, int quorum = 2) => new()
    {
        RunId = Run1,
        Round = new(round),
        Attempt = attempt,
        Checkpoint = Reference(),
        Cohort = Clients,
        Quorum = quorum,
        OpenedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch.AddMinutes(10),
    };

    public static UpdateManifest Update(RoundPlan plan, ClientId client, params TensorFile[] files) => new()
    {
        Format = UpdateManifest.CurrentFormat,
        RunId = plan.RunId,
        Round = plan.Round,
        ClientId = client,
        Attempt = plan.Attempt,
        CheckpointSha256 = plan.Checkpoint.Sha256,
        ExampleCount = 10,
        Steps = 1,
        TrainLoss = 1,
        Files = files,
    };

    public static Stored<UpdateManifest> Stored(UpdateManifest manifest) =>
        new(manifest, Reference(RunPaths.UpdateManifest(manifest.Round, manifest.Attempt, manifest.ClientId).Value), "1");

    public static RunState State(int committed = 0, int abandoned = 0, RunPhase phase = RunPhase.Running) => new()
    {
        RunId = Run1,
        Generation = committed + abandoned + 1,
        Committed = new(committed),
        Checkpoint = Reference(),
        Phase = phase,
        AbandonedAttempts = abandoned,
    };
}
