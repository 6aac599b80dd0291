namespace FedK8s.Chaos.Blobs;

/// <summary>The steps at which faults strike, by who takes them. docs/architecture.md lists the blobs.</summary>
internal static class BlobPoints
{
    private const string Update = @"rounds/\d+/attempt-\d+/updates/[^/]+";
    private const string LaterCheckpoint = @"checkpoints/(?!000000)\d+";

    public static BlobPoint ReadRun { get; } = new("read-run", "GET", @"run\.json");

    public static BlobPoint Join { get; } = new("join", "PUT", @"clients/[^/]+\.json");

    public static BlobPoint ReadCheckpoint { get; } = new("read-checkpoint", "GET", @"checkpoints/\d+/manifest\.json");

    public static BlobPoint FetchCheckpoint { get; } = new("fetch-checkpoint", "GET", @"checkpoints/\d+/weights[^/]*");

    public static BlobPoint StageUpdate { get; } = new("stage-update", "PUT block", $@"{Update}/weights\.safetensors");

    public static BlobPoint CommitUpdate { get; } = new("commit-update", "PUT blocklist", $@"{Update}/weights\.safetensors");

    public static BlobPoint UpdateWeights { get; } = new("update-weights", "PUT", $@"{Update}/weights\.safetensors");

    public static BlobPoint UpdateManifest { get; } = new("update-manifest", "PUT", $@"{Update}/manifest\.json");

    public static BlobPoint TestSplit { get; } = new("test-split", "PUT", "test-splits/.*");

    public static BlobPoint StartWeights { get; } = new("start-weights", "PUT", @"checkpoints/000000/weights[^/]*");

    public static BlobPoint StartManifest { get; } = new("start-manifest", "PUT", @"checkpoints/000000/manifest\.json");

    public static BlobPoint Evaluation { get; } = new("evaluation", "PUT", @"evaluations/.*");

    public static BlobPoint SubmitRun { get; } = new("submit-run", "PUT", @"run\.json");

    public static BlobPoint AcquireLease { get; } = new("acquire-lease", "PUT lease acquire", "leases/.*");

    public static BlobPoint RenewLease { get; } = new("renew-lease", "PUT lease renew", "leases/.*");

    public static BlobPoint ReleaseLease { get; } = new("release-lease", "PUT lease release", "leases/.*");

    public static BlobPoint Observe { get; } = new("observe", "GET", @"state\.json");

    public static BlobPoint List { get; } = new("list", "GET list", ".*");

    public static BlobPoint Plan { get; } = new("plan", "PUT", @"rounds/\d+/attempt-\d+/plan\.json");

    public static BlobPoint ReadUpdate { get; } = new("read-update", "GET", $@"{Update}/manifest\.json");

    public static BlobPoint FetchUpdate { get; } = new("fetch-update", "GET", $@"{Update}/weights\.safetensors");

    public static BlobPoint CheckpointWeights { get; } = new("checkpoint-weights", "PUT", $"{LaterCheckpoint}/weights[^/]*");

    public static BlobPoint StageCheckpoint { get; } = new("stage-checkpoint", "PUT block", $"{LaterCheckpoint}/weights[^/]*");

    public static BlobPoint CommitCheckpoint { get; } =
        new("commit-checkpoint", "PUT blocklist", $"{LaterCheckpoint}/weights[^/]*");

    public static BlobPoint CheckpointManifest { get; } = new("checkpoint-manifest", "PUT", $@"{LaterCheckpoint}/manifest\.json");

    public static BlobPoint CommitState { get; } = new("commit-state", "PUT", @"state\.json");

    public static BlobPoint PruneUpdate { get; } = new("prune-update", "DELETE", $"{Update}/.*");

    public static BlobPoint PruneCheckpoint { get; } = new("prune-checkpoint", "DELETE", $"{LaterCheckpoint}/.*");
}
