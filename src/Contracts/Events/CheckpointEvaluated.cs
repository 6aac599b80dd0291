using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>A checkpoint has been measured; the report is in the store.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round of the checkpoint; 0 is the start.</param>
/// <param name="Report">The evaluation report.</param>
public sealed record CheckpointEvaluated(RunId RunId, RoundNumber Round, BlobReference Report);
