using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Commands;

/// <summary>
/// Asks the evaluator to write checkpoint 0: the trainable weights as the method initialises them over the base
/// model. Doing it twice writes the same bytes; where the checkpoint is already there, nothing is written.
/// </summary>
/// <param name="RunId">The run whose store receives the checkpoint.</param>
/// <param name="BlockPositions">
/// blockExpansion with positions by importance: the base blocks that new ones follow, rising; otherwise null.
/// </param>
public sealed record PrepareCheckpoint(RunId RunId, IReadOnlyList<int>? BlockPositions = null);
