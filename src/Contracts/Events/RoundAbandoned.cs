using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>A round ended without a quorum; nothing was averaged and the last committed checkpoint stands.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="Attempt">The attempt that was abandoned.</param>
/// <param name="Detail">
/// One line: how many updates were accepted, how many were needed, what became of the others.
/// </param>
public sealed record RoundAbandoned(RunId RunId, RoundNumber Round, int Attempt, string Detail);
