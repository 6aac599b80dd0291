using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>Both clients train both blocks, so that block mixes are the pooled one and only importance counts.</summary>
public sealed class AssignmentObjectiveTests
{
    [Fact]
    public void Everything_to_everyone_is_worth_one() =>
        Assert.Equal(1, Assign(new() { CoverageWeight = 3 }).Objective, 1e-12);

    [Fact]
    public void A_client_with_unusual_data_counts_more_by_the_weight_of_heterogeneity()
    {
        // h = JS((1, 0) || (0.5, 0.5)) = 0.3113 bits for either client, so that all is worth 1 + 0.5 h.
        Assert.Equal(1 + (0.5 * 0.31127812445913283), Assign(new() { HeterogeneityWeight = 0.5 }).Objective, 1e-12);
        Assert.Equal(1 - 0.31127812445913283, Assign(new() { HeterogeneityWeight = -1 }).Objective, 1e-12);
    }

    [Fact]
    public void A_block_of_one_clients_labels_costs_its_divergence() // block 0 to a and block 1 to b, one bit each: 0.5 - 0.1 * 2
    {
        var rules = new BlockAllocationSpec { RoundSeconds = 17, CoverageWeight = 0.1, Policy = AllocationPolicy.Random };
        var assignments = Enumerable.Range(0, 20).Select(seed => BlockAssigner.Assign(new()
        {
            Network = AFleet.Network,
            Clients = Clients(),
            Rules = rules with { MinTrainersPerBlock = 1 },
            RunSeed = seed,
        }));

        Assert.All(assignments, assignment => Assert.Equal(0.3, assignment.Objective, 1e-12));
    }

    private static FleetAssignment Assign(BlockAllocationSpec rules) => AFleet.Assign(rules, Clients());

    private static AssignableClient[] Clients() =>
        [AFleet.Client("a") with { Labels = [1, 0] }, AFleet.Client("b") with { Labels = [0, 1] }];
}
