using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>
/// A round is open: its plan is in the store and every client of the cohort has been asked to train.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="Attempt">From 1; above 1 where the round is opened again after it was abandoned.</param>
/// <param name="Cohort">The clients asked, in ordinal order of their names.</param>
/// <param name="Deadline">When waiting for updates ends.</param>
public sealed record RoundOpened(
    RunId RunId, RoundNumber Round, int Attempt, IReadOnlyList<ClientId> Cohort, DateTimeOffset Deadline);
