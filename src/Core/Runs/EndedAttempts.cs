using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Runs;

/// <summary>Which attempts at a round nobody waits for any more, by the run's state alone.</summary>
public static class EndedAttempts
{
    /// <summary>Whether an attempt at a round was committed or abandoned. What it started from may be deleted since.</summary>
    /// <param name="state">The run's state pointer.</param>
    /// <param name="round">From 1.</param>
    /// <param name="attempt">From 1.</param>
    public static bool HasEnded(this RunState state, RoundNumber round, int attempt) =>
        round <= state.Committed || (round == state.Committed.Next && attempt <= state.AbandonedAttempts);
}
