using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Commands;

/// <summary>
/// Asks one client to measure a checkpoint on its own test split, which never leaves it. The report goes to the store; where
/// it is already there, it is announced again.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round whose checkpoint is measured; 0 is the start.</param>
/// <param name="ClientId">Who measures.</param>
/// <param name="Checkpoint">The checkpoint's manifest.</param>
public sealed record EvaluateTestSplit(RunId RunId, RoundNumber Round, ClientId ClientId, BlobReference Checkpoint);
