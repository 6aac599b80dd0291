using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Intake;

/// <summary>Does the update answer the question that the round's plan asked? No file is opened for that.</summary>
internal static class ManifestChecks
{
    /// <summary>
    /// The most examples that one client may claim, 2^40: far above any data set, and low enough that counts cannot overflow
    /// and that n_k times a weight loses nothing that a float would show.
    /// </summary>
    public const long MaximumExampleCount = 1L << 40;

    /// <summary>The first problem of the manifest; null where there is none.</summary>
    /// <param name="plan">The open round.</param>
    /// <param name="client">The client in whose folder the manifest lies.</param>
    /// <param name="manifest">What the client wrote; nothing in it is trusted.</param>
    public static Verdict.Rejected? FindProblem(RoundPlan plan, ClientId client, UpdateManifest manifest)
    {
        var asked = (plan.RunId, plan.Round, plan.Attempt);
        var answered = (manifest.RunId, manifest.Round, manifest.Attempt);
        return manifest switch
        {
            _ when !plan.Cohort.Contains(client) => new(RejectionReason.NotInCohort,
                $"{client} was not asked to train in round {plan.Round}, attempt {plan.Attempt}."),
            _ when !IsWhole(manifest) => new(RejectionReason.Unreadable,
                "The manifest leaves out files, their paths or their hashes."),
            { Format: not UpdateManifest.CurrentFormat } => new(RejectionReason.Unreadable,
                $"The manifest has format '{manifest.Format}', expected '{UpdateManifest.CurrentFormat}'; use one version everywhere."),
            _ when manifest.ClientId != client => new(RejectionReason.WrongClient,
                $"The manifest speaks for {manifest.ClientId}, expected {client}."),
            _ when answered != asked => new(RejectionReason.WrongRound,
                $"The update answers run {manifest.RunId}, round {manifest.Round}, attempt {manifest.Attempt}, "
                + $"expected run {plan.RunId}, round {plan.Round}, attempt {plan.Attempt}."),
            _ when manifest.CheckpointSha256 != plan.Checkpoint.Sha256 => new(RejectionReason.WrongCheckpoint,
                $"Training started from checkpoint {manifest.CheckpointSha256}, expected {plan.Checkpoint.Sha256}."),
            { ExampleCount: < 1 or > MaximumExampleCount } => new(RejectionReason.ExampleCountOutOfRange,
                $"The example count is {manifest.ExampleCount}, expected 1 to {MaximumExampleCount}."),
            _ => FindForeignFile(plan, client, manifest),
        };
    }

    // JSON can say null where the type says that there is a value.
    private static bool IsWhole(UpdateManifest manifest) =>
        manifest.Files is { } files && files.All(file => file?.Blob is { Path.Value: not null, Sha256: not null });

    // A client that could name any file would choose another's update, or the checkpoint itself.
    private static Verdict.Rejected? FindForeignFile(RoundPlan plan, ClientId client, UpdateManifest manifest)
    {
        var folder = RunPaths.Updates(plan.Round, plan.Attempt) / client.Value;
        return manifest.Files.FirstOrDefault(file => !IsDirectlyIn(folder, file.Blob.Path)) is { } foreign
            ? new(RejectionReason.ForeignFile, $"The manifest names the file {foreign.Blob.Path}, expected files in {folder}.")
            : null;
    }

    private static bool IsDirectlyIn(BlobPath folder, BlobPath file) =>
        BlobPathRules.IsValid(file)
        && file.Value.StartsWith($"{folder}/", StringComparison.Ordinal)
        && file.Value.LastIndexOf('/') == folder.Value.Length;
}
