using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>How much each new block matters to one client, by its own data.</summary>
/// <param name="ClientId">Whose data.</param>
/// <param name="Values">A number from 0 for every new block, nearest to the input first; only their ratios count.</param>
public sealed record BlockImportance(ClientId ClientId, IReadOnlyList<double> Values);
