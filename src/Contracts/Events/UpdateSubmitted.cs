using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>A client has finished its local training and its update is safely in the store.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round the update was trained for.</param>
/// <param name="ClientId">Who trained it.</param>
/// <param name="Attempt">The attempt it answers.</param>
/// <param name="Manifest">The update's manifest; it lists every tensor file with its SHA-256.</param>
/// <param name="Seconds">What fetching, training and storing took; null where the update was there already.</param>
public sealed record UpdateSubmitted(
    RunId RunId, RoundNumber Round, ClientId ClientId, int Attempt, BlobReference Manifest, double? Seconds = null);
