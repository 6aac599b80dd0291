using FedK8s.Aggregator.Assignment;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// The best of all assignments of a tiny fleet, by trying each: fewest trainers missing, then the highest objective.
/// </summary>
internal static class Optimum
{
    /// <param name="problem">With few clients and blocks.</param>
    /// <param name="found">Taken over for clients whom no block fits.</param>
    public static (int Missing, double Objective) Of(AssignmentProblem problem, FleetAssignment found)
    {
        var arithmetic = new Arithmetic(problem);
        var limit = arithmetic.RoundSeconds();
        var choices = arithmetic.Clients.Select((client, k) =>
        {
            var fitting = Subsets(problem.Network.Blocks.Count).Where(blocks => arithmetic.Fits(client, blocks, limit)).ToArray();
            return fitting.Length > 0 ? fitting : [[.. found.Clients[k].Blocks]];
        });
        return Joint([.. choices])
            .Select(blocks => (Missing: Missing(problem, blocks), Objective: arithmetic.Objective(blocks)))
            .OrderBy(worth => worth.Missing).ThenByDescending(worth => worth.Objective).First();
    }

    public static int Missing(AssignmentProblem problem, IReadOnlyList<int[]> blocks) =>
        Enumerable.Range(0, problem.Network.Blocks.Count).Sum(b => Math.Max(
            0, Math.Min(problem.Rules.MinTrainersPerBlock, blocks.Count) - blocks.Count(set => set.Contains(b))));

    private static IEnumerable<int[]> Subsets(int count) => Enumerable.Range(1, (1 << count) - 1)
        .Select(subset => Enumerable.Range(0, count).Where(b => (subset >> b & 1) == 1).ToArray());

    private static IEnumerable<int[][]> Joint(int[][][] choices) => choices.Aggregate(
        (IEnumerable<int[][]>)[[]],
        (chosen, choice) => chosen.SelectMany(before => choice.Select(next => (int[][])[.. before, next])));
}
