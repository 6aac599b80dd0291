using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>A round's updates are averaged and its checkpoint is committed.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="Checkpoint">The manifest of the checkpoint it produced.</param>
/// <param name="Accepted">The clients whose updates were averaged, in ordinal order.</param>
/// <param name="ExampleCount">Examples behind the average: the sum of n_k.</param>
public sealed record RoundClosed(
    RunId RunId, RoundNumber Round, BlobReference Checkpoint, IReadOnlyList<ClientId> Accepted, long ExampleCount);
