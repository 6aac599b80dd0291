using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class AssignmentLawTests
{
    [Fact]
    public void Every_limit_holds_on_10000_random_fleets()
    {
        var problems = new RandomProblem(1);
        for (var i = 0; i < 10_000; i++)
        {
            var problem = problems.Next();
            var (assignment, arithmetic) = (BlockAssigner.Assign(problem), new Arithmetic(problem));
            var limit = arithmetic.RoundSeconds();

            Assert.All(
                arithmetic.Clients.Zip(assignment.Clients), pair => AssertFits(arithmetic, limit, pair.First, pair.Second));
            Assert.Equal(limit, assignment.RoundSeconds ?? double.PositiveInfinity, 1e-9 * Math.Min(limit, 1e9));
            Assert.Equal(
                Enumerable.Range(0, problem.Network.Blocks.Count).Where(b =>
                    assignment.Clients.Count(client => client.Blocks.Contains(b)) < arithmetic.MinTrainers),
                assignment.Uncovered);
        }
    }

    [Fact]
    public void Seconds_and_objective_are_those_of_the_formulas()
    {
        var problems = new RandomProblem(2);
        for (var i = 0; i < 1000; i++)
        {
            var problem = problems.Next();
            var (assignment, arithmetic) = (BlockAssigner.Assign(problem), new Arithmetic(problem));

            Assert.Equal(arithmetic.Objective(Blocks(assignment)), assignment.Objective, 1e-9);
            Assert.All(arithmetic.Clients.Zip(assignment.Clients), pair => Assert.Equal(
                pair.Second.IsSkipped ? 0 : arithmetic.Seconds(pair.First, [.. pair.Second.Blocks], pair.Second.StepCount) ?? 0,
                pair.Second.Seconds ?? 0,
                1e-9 * Math.Max(1, pair.Second.Seconds ?? 0)));
        }
    }

    // Greedy was 0.74 times as good at worst, where blocks differ up to five times in size; see also BlockChoiceTests.
    [Fact]
    public void Exact_is_never_worse_than_greedy_and_greedy_at_least_half_as_good()
    {
        var problems = new RandomProblem(3);
        for (var i = 0; i < 3000; i++)
        {
            var problem = problems.Next(maxBlocks: ExactChoice.MaxBlockCount);
            var exact = BlockAssigner.Assign(With(problem, AllocationPolicy.Exact));
            var greedy = BlockAssigner.Assign(With(problem, AllocationPolicy.Greedy));
            var (missing, missingOfGreedy) = (Optimum.Missing(problem, Blocks(exact)), Optimum.Missing(problem, Blocks(greedy)));

            Assert.True(missing < missingOfGreedy || (missing == missingOfGreedy && exact.Objective >= greedy.Objective));
            Assert.True(problem.Rules.CoverageWeight > 0 || greedy.Objective >= 0.5 * exact.Objective);
        }
    }

    [Fact]
    public void Tiny_fleets_are_covered_wherever_they_can_be_and_get_the_best_assignment_but_for_one_in_a_hundred()
    {
        var problems = new RandomProblem(4);
        var best = 0;
        const int count = 1000;
        for (var i = 0; i < count; i++)
        {
            var problem = With(problems.Next(maxClients: 4, maxBlocks: 3), AllocationPolicy.Exact);
            var assignment = BlockAssigner.Assign(problem);
            var optimum = Optimum.Of(problem, assignment);
            var missing = Optimum.Missing(problem, Blocks(assignment));

            Assert.True(missing >= optimum.Missing && (missing == 0 || optimum.Missing > 0));
            Assert.True(missing > optimum.Missing || assignment.Objective <= optimum.Objective + 1e-9);
            best += missing == optimum.Missing && assignment.Objective > optimum.Objective - 1e-9 ? 1 : 0;
        }

        Assert.True(best >= 0.99 * count);
    }

    [Theory]
    [InlineData(4, 4, 1, 1000)]
    [InlineData(4, 8, 1, 1000)]
    [InlineData(8, 8, 2, 1000)]
    [InlineData(12, 8, 3, 1000)]
    [InlineData(30, 16, 2, 200)]
    [InlineData(100, 32, 2, 10)]
    public void Fleets_with_just_room_for_it_are_covered(int maxClients, int maxBlocks, int minTrainers, int count)
    {
        var fleets = new TightFleet(5);
        var covered = Enumerable.Range(0, count).Count(_ =>
            BlockAssigner.Assign(fleets.Next(maxClients, maxBlocks, minTrainers)).Uncovered.Count == 0);

        Assert.InRange(covered, 0.995 * count, count);
    }

    [Fact]
    public void The_order_of_the_clients_changes_nothing()
    {
        var problems = new RandomProblem(6);
        for (var i = 0; i < 500; i++)
        {
            var problem = problems.Next();
            var assignment = BlockAssigner.Assign(problem);
            var reversed = BlockAssigner.Assign(problem with { Clients = [.. problem.Clients.Reverse()] });

            Assert.Equal(AFleet.Text(assignment), AFleet.Text(reversed));
            Assert.Equal(assignment.Objective, reversed.Objective);
        }
    }

    private static AssignmentProblem With(AssignmentProblem problem, AllocationPolicy policy) =>
        problem with { Rules = problem.Rules with { Policy = policy } };

    private static int[][] Blocks(FleetAssignment assignment) =>
        [.. assignment.Clients.Select(client => client.Blocks.ToArray())];

    private static void AssertFits(Arithmetic arithmetic, double limit, AssignableClient client, BlockAssignment assigned)
    {
        int[] blocks = [.. assigned.Blocks];
        Assert.Equal(client.ClientId, assigned.ClientId);
        var canTrain = Enumerable.Range(0, arithmetic.BlockCount).Any(b => arithmetic.Fits(client, [b], limit));
        if (assigned.IsSkipped)
        {
            Assert.Equal(0, assigned.StepCount);
            Assert.False(arithmetic.CheapestStepsWithin(client, limit) >= 1);
            return;
        }

        Assert.True(arithmetic.MemoryBytes(blocks) <= client.Capability.MemoryBytes);
        Assert.False(arithmetic.Seconds(client, blocks, assigned.StepCount) > limit * (1 + 1e-9));
        Assert.Equal(blocks.Distinct().Order(), blocks);
        Assert.Equal(
            canTrain ? (client.StepCount, blocks.Length) : ((int)arithmetic.CheapestStepsWithin(client, limit), 1),
            (assigned.StepCount, blocks.Length));
    }
}
