using FedK8s.Contracts.Identity;

namespace FedK8s.Core.Blocks;

/// <summary>A part of a network that is assigned and aggregated as one.</summary>
/// <param name="Id"><c>embed</c>, <c>layer-0</c>, <c>layer-1</c>, ... or <c>head</c>.</param>
/// <param name="TensorNames">The names that make it up, in ordinal order, never empty.</param>
public sealed record Block(BlockId Id, IReadOnlyList<string> TensorNames);
