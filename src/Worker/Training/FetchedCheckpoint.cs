using FedK8s.Contracts.Manifests;

namespace FedK8s.Worker.Training;

/// <summary>A checkpoint on this machine.</summary>
/// <param name="Manifest">What it is.</param>
/// <param name="Files">Its tensor files with the paths of their local copies.</param>
internal sealed record FetchedCheckpoint(
    CheckpointManifest Manifest, IReadOnlyList<(TensorFile File, string LocalPath)> Files);
