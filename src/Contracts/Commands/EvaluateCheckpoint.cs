using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Commands;

/// <summary>
/// Asks the evaluator to measure a checkpoint on the run's evaluation tasks. The report goes to the store; where it is
/// already there, it is announced again. <see cref="EvaluateTestSplit"/> asks the clients.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round whose checkpoint is measured; 0 is the start.</param>
/// <param name="Checkpoint">The checkpoint's manifest.</param>
public sealed record EvaluateCheckpoint(RunId RunId, RoundNumber Round, BlobReference Checkpoint);
