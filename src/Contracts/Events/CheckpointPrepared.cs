using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>Checkpoint 0 is in the store.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Checkpoint">Its manifest.</param>
public sealed record CheckpointPrepared(RunId RunId, BlobReference Checkpoint);
