using FedK8s.Aggregator.Cohorts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Cohorts;

public sealed class CohortSelectorTests
{
    [Theory]
    [InlineData(10, 1.0, 1, 10)]
    [InlineData(10, 0.25, 1, 3)] // 2.5 rounded up
    [InlineData(30, 0.1, 1, 3)] // 0.1 * 30 is above 3 in binary
    [InlineData(10, 0.1, 4, 4)] // never fewer than the minimum
    [InlineData(3, 1.0, 5, 3)] // nor more than there are
    [InlineData(0, 1.0, 1, 0)]
    public void The_cohort_is_the_fraction_rounded_up_and_at_least_the_minimum(
        int available, double fraction, int minimum, int expected) =>
        Assert.Equal(expected, Select(available, new() { ClientFraction = fraction, MinClients = minimum }).Count);

    [Fact]
    public void The_cohort_is_in_ordinal_order()
    {
        var cohort = Select(20, new() { ClientFraction = 0.5 });

        Assert.Equal(cohort.OrderBy(client => client.Value, StringComparer.Ordinal), cohort);
    }

    [Fact]
    public void The_order_in_which_clients_joined_does_not_matter()
    {
        var rounds = new RoundsSpec { ClientFraction = 0.5 };

        Assert.Equal(
            CohortSelector.Select(Clients(20), rounds, 1, new(1), 1),
            CohortSelector.Select(Clients(20).Reverse(), rounds, 1, new(1), 1));
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    public void Another_seed_round_or_attempt_asks_others(long seed, int round, int attempt)
    {
        var rounds = new RoundsSpec { ClientFraction = 0.5 };

        Assert.NotEqual(
            CohortSelector.Select(Clients(40), rounds, 1, new(1), 1),
            CohortSelector.Select(Clients(40), rounds, seed, new(round), attempt));
    }

    [Fact]
    public void Over_many_rounds_everyone_is_asked_about_as_often()
    {
        var rounds = new RoundsSpec { ClientFraction = 0.25 };
        var asked = Enumerable.Range(1, 2000)
            .SelectMany(round => CohortSelector.Select(Clients(8), rounds, 42, new(round), 1))
            .CountBy(client => client)
            .Select(pair => pair.Value);

        // 500 times each, with a standard deviation of sqrt(2000 * 1/4 * 3/4) = 19.4: five of them either way.
        Assert.All(asked, count => Assert.InRange(count, 403, 597));
    }

    private static IReadOnlyList<ClientId> Select(int available, RoundsSpec rounds) =>
        CohortSelector.Select(Clients(available), rounds, 42, new(1), 1);

    private static IEnumerable<ClientId> Clients(int count) =>
        Enumerable.Range(0, count).Select(k => new ClientId($"client-{k}"));
}
