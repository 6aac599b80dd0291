using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;

namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Decides which new blocks each client trains (dynamic trainable-block allocation, arXiv:2506.05977; the objective and the
/// solver are our choice). The result depends on the problem alone, not on the order of its clients.
/// </summary>
internal static class BlockAssigner
{
    /// <summary>
    /// Everyone gets blocks that it can train in time and that fit into its memory, at least one. A client that cannot train
    /// even one gets the cheapest with as many steps as it can take, or nothing. Then blocks that too few train are given to
    /// more, where that can be. <see cref="AllocationPolicy.All"/> asks for none of this.
    /// </summary>
    /// <exception cref="ArgumentException">Two clients have one name, or one rates another number of blocks.</exception>
    public static FleetAssignment Assign(AssignmentProblem problem)
    {
        AssignableClient[] clients = [.. problem.Clients.OrderBy(client => client.ClientId.Value, StringComparer.Ordinal)];
        if (clients.CountBy(client => client.ClientId).FirstOrDefault(found => found.Value > 1) is { Value: > 1 } twin)
        {
            throw new ArgumentException($"client {twin.Key} is there {twin.Value} times; wanted once.", nameof(problem));
        }

        var mixes = LabelMixes.Of(clients);
        var values = AssignmentObjective.Values(problem, clients, mixes);
        ClientCost[] costs = [.. clients.Select(client => new ClientCost(client, problem.Network, problem.BatchesPerStep))];
        double[][] policyValues = [.. clients.Zip(values, (client, worth) => PolicyValues(problem, client, worth))];
        var roundSeconds = RoundSeconds(problem, costs);
        return Choices(problem, roundSeconds)
            .Select(choice => Solve(choice))
            .OrderBy(solution => solution.MissingTrainers)
            .ThenByDescending(solution => solution.Assignment.Objective)
            .First().Assignment;

        (int MissingTrainers, FleetAssignment Assignment) Solve(IBlockChoice choice)
        {
            var fleet = new Fleet(
                problem.Network,
                roundSeconds,
                [.. clients.Select((client, k) => new FleetClient(k, client, costs[k], policyValues[k]))],
                problem.Rules.MinTrainersPerBlock,
                GoesByObjective(problem.Rules.Policy) ? mixes : null,
                problem.Rules.CoverageWeight);
            Fill(fleet, problem.Rules.Policy, choice);
            int[] blocks = [.. Enumerable.Range(0, problem.Network.Blocks.Count)];
            return (blocks.Sum(fleet.Missing), new()
            {
                Clients = [.. fleet.Clients.Select(client => Assignment(client, problem.Network))],
                RoundSeconds = double.IsFinite(roundSeconds) ? roundSeconds : null,
                Uncovered = [.. blocks.Where(block => fleet.Missing(block) > 0)],
                Objective = AssignmentObjective.Of(fleet, values, mixes, problem.Rules.CoverageWeight),
            });
        }
    }

    private static void Fill(Fleet fleet, AllocationPolicy policy, IBlockChoice choice)
    {
        if (policy == AllocationPolicy.All)
        {
            var all = Enumerable.Repeat(true, fleet.Network.Blocks.Count).ToArray();
            fleet.Clients.ToList().ForEach(client => fleet.Set(client, all));
            return;
        }

        FirstChoice.Run(fleet, choice);
        new CoverageRepair(fleet, choice).Run();
        if (GoesByObjective(policy))
        {
            CoverageImprovement.Run(fleet, choice);
        }
    }

    // Where clients depend on one another, the better start need not lead to the better end: Exact tries both.
    private static IBlockChoice[] Choices(AssignmentProblem problem, double roundSeconds) => problem.Rules.Policy switch
    {
        AllocationPolicy.Exact when problem.Network.Blocks.Count <= ExactChoice.MaxBlockCount =>
            [new ExactChoice(problem.Network, roundSeconds), new GreedyChoice(problem.Network, roundSeconds)],
        AllocationPolicy.Exact or AllocationPolicy.Greedy => [new GreedyChoice(problem.Network, roundSeconds)],
        _ => [new FillingChoice(problem.Network, roundSeconds)],
    };

    private static bool GoesByObjective(AllocationPolicy policy) => policy is AllocationPolicy.Exact or AllocationPolicy.Greedy;

    /// <summary>What the policy goes by: the objective, or what is nearest to the output, or chance.</summary>
    private static double[] PolicyValues(AssignmentProblem problem, AssignableClient client, double[] values)
    {
        switch (problem.Rules.Policy)
        {
            case AllocationPolicy.Random:
                var random = new SeededRandom(Seeds.Derive(
                    problem.RunSeed, "assignment", problem.Round.ToString(), client.ClientId.Value));
                return [.. values.Select(_ => random.NextDouble())];
            case AllocationPolicy.Capability:
                return [.. values.Select(_ => 1.0)];
            default:
                return values;
        }
    }

    /// <summary>
    /// T_max: as the rules say, or the median over the clients of T_k(all blocks), so that half of them can train everything.
    /// </summary>
    private static double RoundSeconds(AssignmentProblem problem, ClientCost[] costs)
    {
        if (problem.Rules.RoundSeconds > 0)
        {
            return problem.Rules.RoundSeconds;
        }

        var all = problem.Network.All;
        double[] seconds = [.. costs.Where(cost => cost.IsMeasured).Select(cost => cost.Seconds(all)).Order()];
        return seconds.Length == 0
            ? double.PositiveInfinity
            : (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
    }

    private static BlockAssignment Assignment(FleetClient client, ExpandedNetwork network)
    {
        int[] blocks = [.. client.Blocks.Index().Where(block => block.Item).Select(block => block.Index)];
        var load = blocks.Aggregate(default(BlockLoad), (load, block) => load.With(network.LoadOf(block)));
        return new(
            client.ClientId,
            blocks,
            client.StepCount,
            client.Cost.IsMeasured && blocks.Length > 0 ? client.Cost.Seconds(load, client.StepCount) : null);
    }
}
