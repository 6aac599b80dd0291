using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>Brings a checkpoint to this machine.</summary>
internal static class CheckpointFiles
{
    /// <summary>The checkpoint with every hash verified.</summary>
    /// <exception cref="InvalidDataException">
    /// The manifest or a file is missing or has other bytes, or the format is unknown.
    /// </exception>
    public static async Task<FetchedCheckpoint> FetchAsync(
        RunStore store, BlobReference checkpoint, CancellationToken cancellationToken)
    {
        var manifest = await store.ReadAsync<CheckpointManifest>(checkpoint, cancellationToken);
        if (manifest.Format != CheckpointManifest.CurrentFormat)
        {
            throw new InvalidDataException(
                $"{checkpoint.Path} has format {manifest.Format}; wanted {CheckpointManifest.CurrentFormat}: use the "
                + "version that wrote it.");
        }

        var files = new List<(TensorFile, string)>();
        foreach (var file in manifest.Files)
        {
            files.Add((file, await store.FetchAsync(file.Blob, cancellationToken)));
        }

        return new(manifest, files);
    }
}
