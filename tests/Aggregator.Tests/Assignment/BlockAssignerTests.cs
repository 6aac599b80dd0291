using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>Ten steps take 16 s on block 0, 10 s on block 1 and 18 s on both, times a client's slowness.</summary>
public sealed class BlockAssignerTests
{
    private static readonly BlockAllocationSpec _oneTrainer = new() { MinTrainersPerBlock = 1 };

    [Fact]
    public void Half_of_the_clients_can_train_everything_by_default() // the median of 18, 18 and 27 s
    {
        var assignment = AFleet.Assign(_oneTrainer, AFleet.Client("a"), AFleet.Client("b"), AFleet.Client("c", slowness: 1.5));

        Assert.Equal(18, assignment.RoundSeconds!.Value, 1e-12);
        Assert.Equal("a: 0 1, b: 0 1, c: 1", AFleet.Text(assignment));
    }

    [Fact]
    public void Of_two_blocks_that_do_not_fit_together_the_more_important_is_trained()
    {
        var rules = _oneTrainer with { RoundSeconds = 17 };

        Assert.Equal("a: 0, b: 1", AFleet.Text(AFleet.Assign(
            rules, AFleet.Client("a", 1, 0.6, 0.4), AFleet.Client("b", 1, 0.4, 0.6))));
    }

    [Fact]
    public void A_clients_share_of_the_blocks_counts_where_it_trains_any() // both blocks, one, and none: the mean of 1 and 1/2
    {
        var assignment = AFleet.Assign(
            _oneTrainer with { RoundSeconds = 18.5 }, AFleet.Client("a"), AFleet.Client("b", slowness: 1.5), AFleet.Client("c", slowness: 100));

        Assert.Equal("a: 0 1, b: 1, c: ", AFleet.Text(assignment));
        Assert.Equal(0.75, assignment.MeanTrainerShare(2), 1e-12);
    }

    [Fact]
    public void Of_equal_blocks_the_fastest_is_trained() =>
        Assert.Equal("a: 1", AFleet.Text(AFleet.Assign(_oneTrainer with { RoundSeconds = 17 }, AFleet.Client("a"))));

    [Fact]
    public void A_block_without_trainers_goes_to_the_client_that_loses_least_by_it() // 0.2 of one half against 0.4 of it
    {
        var rules = _oneTrainer with { RoundSeconds = 17 };

        Assert.Equal("a: 1, b: 0", AFleet.Text(AFleet.Assign(
            rules, AFleet.Client("a", 1, 0.3, 0.7), AFleet.Client("b", 1, 0.4, 0.6))));
    }

    [Fact]
    public void A_block_that_too_few_can_train_is_told() =>
        Assert.Equal([0], AFleet.Assign(
            new() { RoundSeconds = 18, MinTrainersPerBlock = 2 }, AFleet.Client("a"), AFleet.Client("b", 1.5)).Uncovered);

    [Fact]
    public void More_trainers_than_clients_are_not_asked_for() =>
        Assert.Empty(AFleet.Assign(new() { MinTrainersPerBlock = 5 }, AFleet.Client("a"), AFleet.Client("b")).Uncovered);

    [Fact]
    public void A_slow_client_trains_the_cheapest_block_with_fewer_steps_or_nothing() // 18 s, at 4 and at 20 s a step
    {
        var assignment = AFleet.Assign(
            _oneTrainer, [.. "abc".Select(name => AFleet.Client($"{name}")), AFleet.Client("d", 4), AFleet.Client("e", 20)]);

        Assert.Equal("a: 0 1, b: 0 1, c: 0 1, d: 1, e: ", AFleet.Text(assignment));
        Assert.Equal([10, 10, 10, 4, 0], assignment.Clients.Select(client => client.StepCount));
        Assert.Equal([18, 18, 18, 16, 0], assignment.Clients.Select(client => Math.Round(client.Seconds ?? 0, 9)));
        Assert.True(assignment.Clients[4].IsSkipped);
    }

    [Fact]
    public void Where_no_speed_is_known_everyone_trains_everything_without_a_limit()
    {
        var unknown = AFleet.Client("a") with { Capability = AFleet.Speed(null, null) };
        var assignment = AFleet.Assign(new(), unknown, unknown with { ClientId = new("b") });

        Assert.Equal("a: 0 1, b: 0 1", AFleet.Text(assignment));
        Assert.Null(assignment.RoundSeconds);
        Assert.All(assignment.Clients, client => Assert.Null(client.Seconds));
    }

    [Fact]
    public void All_asks_for_no_limit()
    {
        var assignment = AFleet.Assign(
            new() { Policy = AllocationPolicy.All, RoundSeconds = 1 }, AFleet.Client("a"), AFleet.Client("b", 2));

        Assert.Equal("a: 0 1, b: 0 1", AFleet.Text(assignment));
        Assert.Equal([18, 36], assignment.Clients.Select(client => Math.Round(client.Seconds!.Value, 9)));
    }

    [Fact]
    public void Capability_does_not_look_at_importance() =>
        Assert.Equal("a: 1, b: 1", AFleet.Text(AFleet.Assign(
            new() { Policy = AllocationPolicy.Capability, RoundSeconds = 17, MinTrainersPerBlock = 0 },
            AFleet.Client("a", 1, 0.9, 0.1),
            AFleet.Client("b", 1, 0.8, 0.2))));

    [Fact]
    public void Random_blocks_of_a_client_depend_on_seed_round_and_name_alone()
    {
        var rules = new BlockAllocationSpec { Policy = AllocationPolicy.Random, RoundSeconds = 17, MinTrainersPerBlock = 0 };
        var clients = Enumerable.Range(0, 50).Select(k => AFleet.Client($"site-{k}")).ToArray();

        var all = AFleet.Assign(rules, clients).Clients;
        var some = AFleet.Assign(rules, clients[10..20]).Clients;

        Assert.Equal([0, 1], all.SelectMany(client => client.Blocks).Distinct().Order());
        Assert.All(some, client => Assert.Equal(
            all.Single(other => other.ClientId == client.ClientId).Blocks, client.Blocks));
    }

    [Fact]
    public void A_client_that_is_there_twice_or_rates_other_blocks_is_a_broken_promise()
    {
        Assert.Throws<ArgumentException>(() => AFleet.Assign(new(), AFleet.Client("a"), AFleet.Client("a")));
        Assert.Throws<ArgumentException>(() => AFleet.Assign(new(), AFleet.Client("a", 1, 0.2, 0.3, 0.5)));
    }

    [Fact]
    public void Nobody_is_assigned_where_there_is_nobody() => Assert.Empty(AFleet.Assign(new()).Clients);
}
