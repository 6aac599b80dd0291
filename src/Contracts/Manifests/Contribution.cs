using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>One client's share in a checkpoint.</summary>
/// <param name="ClientId">Who trained.</param>
/// <param name="ExampleCount">n_k, the FedAvg weight; always positive.</param>
/// <param name="UpdateSha256">SHA-256 of the update's manifest.</param>
public sealed record Contribution(ClientId ClientId, long ExampleCount, string UpdateSha256);
