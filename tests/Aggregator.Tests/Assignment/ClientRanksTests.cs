using FedK8s.Aggregator.Assignment;
using FedK8s.Aggregator.Tests.Rounds;
using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class ClientRanksTests
{
    private static readonly LoraMethodSpec Auto = new() { Rank = 8, PerClientRank = PerClientRank.Auto };

    [Fact]
    public void Without_ranks_everyone_trains_the_run_s() =>
        Assert.Null(ClientRanks.Of(Spec(new LoraMethodSpec(), Client("a"), Client("b")), new(), [new("a")], Joined()));

    [Fact]
    public void A_rank_that_a_client_names_is_its_own_and_others_have_the_run_s() =>
        Assert.Equal([3, 8], Ranks(new LoraMethodSpec { Rank = 8 }, Joined(), Client("a") with { Rank = 3 }, Client("b")));

    [Theory]
    [InlineData(1.0, 2.0, 8, 4)]
    [InlineData(1.0, 1.02, 8, 8)] // 7.8: a difference that is none
    [InlineData(0.5, 50.0, 8, 1)] // 0.08, and 1 is the least
    [InlineData(3.0, 1.0, 3, 8)] // 2.7
    public void Auto_is_the_share_of_the_fastest_client_s_speed(double first, double second, int one, int two) =>
        Assert.Equal([one, two], Ranks(Auto, Joined(), Client("a", first), Client("b", second)));

    [Fact]
    public void Memory_counts_where_it_is_declared_and_less_than_speed_allows() =>
        Assert.Equal([8, 2], Ranks(
            Auto, Joined(), Client("a") with { Capability = new() { MemoryGiB = 16 } },
            Client("b") with { Capability = new() { MemoryGiB = 4, StepSeconds = 1 } }));

    [Fact]
    public void A_measured_speed_counts_where_none_is_declared_and_an_unknown_client_can_do_all() =>
        Assert.Equal([4, 8, 8], Ranks(Auto, Joined(("a", 2), ("b", 9)), Client("a"), Client("b", 1), Client("c")));

    private static IEnumerable<int?> Ranks(
        LoraMethodSpec lora, Dictionary<ClientId, JoinedClient?> joined, params ClientSpec[] clients) =>
        ClientRanks.Of(Spec(lora, clients), lora, [.. clients.Select(client => new ClientId(client.Name))], joined)!.Select(found => found.Rank);

    private static FederatedRunSpec Spec(LoraMethodSpec lora, params ClientSpec[] clients) =>
        RunFixture.Spec() with { Method = new() { Lora = lora }, Clients = clients };

    private static ClientSpec Client(string name, double? stepSeconds = null) => new()
    {
        Name = name,
        Data = new() { StorageUri = "file://data" },
        Capability = stepSeconds is null ? null : new() { StepSeconds = stepSeconds },
    };

    private static Dictionary<ClientId, JoinedClient?> Joined(params (string Client, double StepSeconds)[] measured) => measured.ToDictionary(
        found => new ClientId(found.Client),
        JoinedClient? (found) => new JoinedClient
        {
            ClientId = new(found.Client),
            Capability = new Capability { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false, StepSeconds = found.StepSeconds },
            TrainExampleCount = 1,
            TestExampleCount = 0,
        });
}
