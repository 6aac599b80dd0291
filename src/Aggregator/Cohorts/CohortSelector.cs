using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;
using FedK8s.Core.Runs;

namespace FedK8s.Aggregator.Cohorts;

/// <summary>Picks who trains in a round: step "S_t = random set of m clients" of FederatedAveraging (arXiv:1602.05629, alg. 1).</summary>
internal static class CohortSelector
{
    /// <summary>
    /// The cohort, in ordinal order of the names: <c>clientFraction</c> of the available clients, rounded up, and never fewer
    /// than <c>minClients</c> while there are so many. It depends on the seed, the round, the attempt and the set of
    /// available clients, on nothing else.
    /// </summary>
    /// <param name="available">Joined clients that are not lost, in any order, each once.</param>
    /// <param name="rounds">Fraction and minimum.</param>
    /// <param name="runSeed"><c>spec.localTraining.seed</c>.</param>
    /// <param name="round">From 1.</param>
    /// <param name="attempt">From 1; a second attempt asks other clients where there are more than are needed.</param>
    public static IReadOnlyList<ClientId> Select(
        IEnumerable<ClientId> available, RoundsSpec rounds, long runSeed, RoundNumber round, int attempt)
    {
        var clients = available.OrderBy(client => client.Value, StringComparer.Ordinal).ToArray();
        var random = new SeededRandom(Seeds.Derive(
            runSeed, "cohort", round.ToString(), attempt.ToString(CultureInfo.InvariantCulture)));
        random.Shuffle<ClientId>(clients);
        return [.. clients.Take(CohortSize.Of(clients.Length, rounds)).OrderBy(client => client.Value, StringComparer.Ordinal)];
    }
}
