using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Intake;

/// <summary>The checkpoint that a round starts from, opened once for all of the round's updates.</summary>
internal sealed class RoundCheckpoint(RunStore store) : IDisposable
{
    private BlobReference? _reference;
    private CheckpointManifest? _manifest;
    private TensorSet? _tensors;

    /// <summary>The manifest and tensors of a plan's checkpoint. They stay this object's.</summary>
    /// <exception cref="InvalidDataException">The manifest or a file is missing or has other bytes.</exception>
    public async Task<(CheckpointManifest Manifest, TensorSet Tensors)> OpenAsync(
        RoundPlan plan, CancellationToken cancellationToken)
    {
        if (_manifest is null || _tensors is null || _reference != plan.Checkpoint)
        {
            Dispose();
            _manifest = await store.ReadAsync<CheckpointManifest>(plan.Checkpoint, cancellationToken);
            _tensors = await TensorSet.OpenAsync(store, plan.Checkpoint.Path, _manifest.Files, cancellationToken);
            _reference = plan.Checkpoint;
        }

        return (_manifest, _tensors);
    }

    public void Dispose()
    {
        _tensors?.Dispose();
        _tensors = null;
    }
}
