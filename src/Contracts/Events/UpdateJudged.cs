using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>Intake has decided about one submitted update.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round it was submitted to.</param>
/// <param name="ClientId">Who submitted it.</param>
/// <param name="Verdict">Accepted, late or rejected.</param>
/// <param name="Reason">Why, as a stable word, where it was not accepted; otherwise null.</param>
/// <param name="Detail">One line for people, where it was not accepted; otherwise null.</param>
public sealed record UpdateJudged(
    RunId RunId, RoundNumber Round, ClientId ClientId, UpdateVerdict Verdict, string? Reason, string? Detail);
