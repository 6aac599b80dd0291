using FedK8s.Contracts.Identity;

namespace FedK8s.Core.Blocks;

/// <summary>How much each block matters to one client, measured on its own data.</summary>
/// <param name="ClientId">Whose data.</param>
/// <param name="ExampleCount">n_k, always positive.</param>
/// <param name="Values">I_k,b of every block in the order of the blocks; only the ratios within a client count.</param>
public sealed record ClientImportance(ClientId ClientId, long ExampleCount, IReadOnlyList<double> Values);
