using FedK8s.Contracts.Spec;
using FedK8s.Core.Runs;

namespace FedK8s.Core.Tests.Runs;

public sealed class LoraRulesTests
{
    private static readonly ClientSpec RankTwo = ValidRun.Client("site-a") with { Rank = 2 };

    [Fact]
    public void Ranks_up_to_the_run_s_are_right() =>
        Assert.Empty(Problems(spec => spec with { Clients = [RankTwo with { Rank = 8 }, ValidRun.Client("site-b") with { Rank = 1 }] }));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_rank_beyond_the_run_s_is_named(int rank)
    {
        var problem = Assert.Single(Problems(spec => spec with { Clients = [RankTwo with { Rank = rank }, ValidRun.Client("site-b")] }));

        Assert.Equal("spec.clients[0].rank", problem.Path);
        Assert.Equal("a whole number from 1 to 8, the run's rank", problem.Wanted);
    }

    [Fact]
    public void A_rank_without_lora_is_named() => Assert.Equal(
        ["spec.clients[0].rank"],
        Paths(spec => spec with { Method = new() { Full = new() }, Clients = [RankTwo, ValidRun.Client("site-b")] }));

    [Fact]
    public void Ranks_of_an_adapter_to_start_from_need_its_rank() => Assert.Equal(
        ["spec.method.lora.rank"],
        Paths(spec => spec with
        {
            Method = new() { Lora = new() { PerClientRank = PerClientRank.Auto, StartFrom = new() { StorageUri = "file://adapter" } } },
        }));

    [Fact]
    public void Ranks_and_l2Sp_do_not_go_together() => Assert.Equal(
        ["spec.localTraining.l2Sp"],
        Paths(spec => spec with { LocalTraining = new() { L2Sp = 0.1 }, Clients = [RankTwo, ValidRun.Client("site-b")] }));

    [Fact]
    public void HetLora_needs_both_factors_of_lora()
    {
        var aggregation = new AggregationSpec { Strategy = AggregationStrategy.HetLora };

        Assert.Empty(Paths(spec => spec with { Aggregation = aggregation }));
        Assert.Equal(["spec.aggregation.strategy"], Paths(spec => spec with { Aggregation = aggregation, Method = new() { Full = new() } }));
        Assert.Equal(
            ["spec.aggregation.strategy"],
            Paths(spec => spec with { Aggregation = aggregation, Method = new() { Lora = new() { FreezeA = true } } }));
    }

    [Fact]
    public void Flora_starts_from_no_adapter_and_holds_on_to_no_start() => Assert.Equal(
        ["spec.method.lora.startFrom", "spec.localTraining.l2Sp"],
        Paths(spec => spec with
        {
            Aggregation = new() { Strategy = AggregationStrategy.Flora },
            Method = new() { Lora = new() { StartFrom = new() { StorageUri = "file://adapter" } } },
            LocalTraining = new() { L2Sp = 0.1 },
        }));

    private static IReadOnlyList<SpecProblem> Problems(Func<FederatedRunSpec, FederatedRunSpec> change) => SpecRules.Check(ValidRun.With(change));

    private static IEnumerable<string> Paths(Func<FederatedRunSpec, FederatedRunSpec> change) => Problems(change).Select(problem => problem.Path);
}
