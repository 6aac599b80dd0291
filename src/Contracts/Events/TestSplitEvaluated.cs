using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>A client has measured a checkpoint on its test split; the report is in the store.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round of the checkpoint; 0 is the start.</param>
/// <param name="ClientId">Who measured.</param>
/// <param name="Report">The <see cref="TestSplitReport"/>.</param>
public sealed record TestSplitEvaluated(RunId RunId, RoundNumber Round, ClientId ClientId, BlobReference Report);
