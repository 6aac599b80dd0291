using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// Where the documents of a run lie in its store. <see cref="State"/>, <see cref="Run"/> and <see cref="Activity"/> change, by
/// conditional writes; everything else is written once, a manifest after the files that it lists.
/// </summary>
public static class RunPaths
{
    /// <summary>The <see cref="RunDocument"/>.</summary>
    public static BlobPath Run { get; } = new("run.json");

    /// <summary>The <see cref="RunState"/>: the run's state pointer.</summary>
    public static BlobPath State { get; } = new("state.json");

    /// <summary>The <see cref="RunActivity"/>.</summary>
    public static BlobPath Activity { get; } = new("activity.json");

    /// <summary>Folder of the <see cref="JoinedClient"/> documents.</summary>
    public static BlobPath Clients { get; } = new("clients");

    /// <summary>Folder of the <see cref="EvaluationReport"/> documents.</summary>
    public static BlobPath Evaluations { get; } = new("evaluations");

    /// <summary>Folder of the <see cref="TestSplitReport"/> documents.</summary>
    public static BlobPath TestSplits { get; } = new("test-splits");

    /// <summary>The name that the aggregator at work on the run holds (<see cref="IBlobLeases"/>).</summary>
    public static BlobPath AggregatorLease { get; } = new("leases/aggregator");

    /// <summary>Folder of the checkpoints.</summary>
    public static BlobPath Checkpoints { get; } = new("checkpoints");

    /// <summary>Folder of the rounds: the plans and updates of their attempts.</summary>
    public static BlobPath Rounds { get; } = new("rounds");

    /// <summary>The <see cref="JoinedClient"/> of one client.</summary>
    public static BlobPath Client(ClientId client) => Clients / $"{client}.json";

    /// <summary>What a client's worker writes and removes to see how fast its way to the store is.</summary>
    public static BlobPath Probe(ClientId client) => new($"probes/{client}");

    /// <summary>Folder of the checkpoint that <paramref name="round"/> produced.</summary>
    public static BlobPath Checkpoint(RoundNumber round) => Checkpoints / Digits(round);

    /// <summary>The <see cref="CheckpointManifest"/> of that checkpoint.</summary>
    public static BlobPath CheckpointManifest(RoundNumber round) => Checkpoint(round) / "manifest.json";

    /// <summary>The weights of that checkpoint.</summary>
    public static BlobPath CheckpointTensors(RoundNumber round) => Checkpoint(round) / "weights.safetensors";

    /// <summary>The weights of one block of that checkpoint, or of all where <paramref name="block"/> is null.</summary>
    public static BlobPath CheckpointTensors(RoundNumber round, BlockId? block) =>
        block is null ? CheckpointTensors(round) : Checkpoint(round) / $"{block}.safetensors";

    /// <summary>Folder of the attempts at a round.</summary>
    public static BlobPath Round(RoundNumber round) => Rounds / Digits(round);

    /// <summary>The <see cref="RoundPlan"/> of one attempt at a round.</summary>
    public static BlobPath Plan(RoundNumber round, int attempt) => Attempt(round, attempt) / "plan.json";

    /// <summary>Folder of the updates of one attempt at a round.</summary>
    public static BlobPath Updates(RoundNumber round, int attempt) => Attempt(round, attempt) / "updates";

    /// <summary>The <see cref="UpdateManifest"/> of one client's update.</summary>
    public static BlobPath UpdateManifest(RoundNumber round, int attempt, ClientId client) =>
        Updates(round, attempt) / client.Value / "manifest.json";

    /// <summary>The weights of one client's update.</summary>
    public static BlobPath UpdateTensors(RoundNumber round, int attempt, ClientId client) =>
        Updates(round, attempt) / client.Value / "weights.safetensors";

    /// <summary>The <see cref="EvaluationReport"/> of the checkpoint that <paramref name="round"/> produced.</summary>
    public static BlobPath Evaluation(RoundNumber round) => Evaluations / $"{Digits(round)}.json";

    /// <summary>Folder of the clients' reports on that checkpoint.</summary>
    public static BlobPath TestSplitsOf(RoundNumber round) => TestSplits / Digits(round);

    /// <summary>The <see cref="TestSplitReport"/> of one client on that checkpoint.</summary>
    public static BlobPath TestSplit(RoundNumber round, ClientId client) => TestSplitsOf(round) / $"{client}.json";

    private static BlobPath Attempt(RoundNumber round, int attempt) =>
        Round(round) / $"attempt-{attempt.ToString(CultureInfo.InvariantCulture)}";

    // Six digits, so that the ordinal order of the names is the order of the rounds.
    private static string Digits(RoundNumber round) => round.Value.ToString("D6", CultureInfo.InvariantCulture);
}
