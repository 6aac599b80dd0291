using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>Stores a client's update: weights first, manifest last.</summary>
internal sealed class UpdateWriter(RunStore store)
{
    /// <summary>The manifest of the update that answers a command, where it is already there.</summary>
    public async Task<BlobReference?> FindAsync(TrainRound command, CancellationToken cancellationToken) =>
        (await store.FindAsync<UpdateManifest>(PathOf(command), cancellationToken))?.Blob;

    /// <summary>Writes the update and returns its manifest; where one is already there, that one.</summary>
    /// <param name="command">What it answers.</param>
    /// <param name="trained">Holds the trained weights; not used by anyone meanwhile.</param>
    /// <param name="result">Steps, loss, and what was found of blocks.</param>
    /// <param name="exampleCount">Examples in the client's train split.</param>
    /// <param name="cancellationToken">Stops the writing; an update without its manifest does not count.</param>
    public async Task<BlobReference> WriteAsync(
        TrainRound command,
        TunedModel trained,
        LocalTrainingResult result,
        long exampleCount,
        CancellationToken cancellationToken)
    {
        // Another process that plays this client may have been faster: its manifest counts, so its weights must stay.
        if (await FindAsync(command, cancellationToken) is { } stored)
        {
            return stored;
        }

        var path = RunPaths.UpdateTensors(command.Round, command.Attempt, command.ClientId);
        var weights = await TensorFileWriter.WriteAsync(store, path, trained.Trained, cancellationToken);
        var manifest = new UpdateManifest
        {
            Format = UpdateManifest.CurrentFormat,
            RunId = command.RunId,
            Round = command.Round,
            ClientId = command.ClientId,
            Attempt = command.Attempt,
            CheckpointSha256 = command.Checkpoint.Sha256,
            ExampleCount = exampleCount,
            Steps = result.Steps,
            TrainLoss = result.Loss,
            BlockImportance = result.BlockImportance,
            Files = [weights],
        };
        return await store.PutOnceAsync(PathOf(command), manifest, cancellationToken);
    }

    private static BlobPath PathOf(TrainRound command) =>
        RunPaths.UpdateManifest(command.Round, command.Attempt, command.ClientId);
}
