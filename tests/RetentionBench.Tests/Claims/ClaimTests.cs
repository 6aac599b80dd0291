using FedK8s.RetentionBench.Claims;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Tests.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Tests.Claims;

public sealed class ClaimTests
{
    [Fact]
    public void Nothing_is_claimed_of_what_did_not_run() =>
        Assert.All(ClaimList.Of(Given.Results([])), claim => Assert.Equal(Verdict.NotRun, claim.Verdict));

    [Fact]
    public void Every_claim_of_the_paper_and_ours_are_judged() => Assert.Equal(
        [
            "B1", "B2", "B3", "B4", "B5", "B6", "B6, slow", "B7", "B8", "B8, slow", "B9",
            "guard", "guard, plain", "guard, sampled", "gate", "both",
        ],
        ClaimList.Of(Given.Results([])).Select(claim => claim.Id));

    [Theory]
    [InlineData(0.6, nameof(Verdict.Pass))] // 0.7 is 17 % more
    [InlineData(0.66, nameof(Verdict.OutsideBand))] // 6 % more
    [InlineData(0.35, nameof(Verdict.OutsideBand))] // twice as much
    [InlineData(0.8, nameof(Verdict.Fail))]
    public void B2_is_judged_by_the_relative_gain_over_PEFT(double lora, string verdict) =>
        AssertVerdict(
            verdict, "B2", [.. Given.Seeds("expansion-all", 0.7), .. Given.Seeds("lora-all", lora), .. Given.Seeds("full", 0.1)]);

    [Fact]
    public void B2_names_the_arm_that_never_reached_the_target()
    {
        var results = Given.Results(
            [.. Given.Seeds("expansion-all", 0.7), .. Given.Seeds("lora-qv", 0.9, downstream: 0.5), .. Given.Seeds("lora-all", 0.6)]);

        Assert.Contains("lora-qv not reached", ClaimOf(results, "B2").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.995, nameof(Verdict.Pass))]
    [InlineData(0.98, nameof(Verdict.Fail))]
    public void B3_allows_a_point(double downstream, string verdict) =>
        AssertVerdict(verdict, "B3", [.. Given.Seeds("expansion-all", 0.7, downstream: downstream), .. Given.Seeds("full", 0.7)]);

    [Theory]
    [InlineData(20.0, nameof(Verdict.Pass))]
    [InlineData(15.0, nameof(Verdict.OutsideBand))]
    [InlineData(40.0, nameof(Verdict.OutsideBand))]
    [InlineData(9.0, nameof(Verdict.Fail))]
    public void B4_compares_with_the_slowest_baseline(double slowest, string verdict) => AssertVerdict(
        verdict,
        "B4",
        [.. Given.Seeds("expansion-all", 0.7, 10), .. Given.Seeds("full", 0.7, 5), .. Given.Seeds("lora-all", 0.7, slowest)]);

    [Theory]
    [InlineData(0.8, nameof(Verdict.Pass))]
    [InlineData(0.95, nameof(Verdict.Fail))]
    public void B5_wants_the_loss_to_rise_with_every_step(double alike, string verdict)
    {
        double[] general = [0.9, alike, 0.7, 0.6, 0.5];
        Setting[] settings = [Settings.Centralised, .. Settings.Federated];

        AssertVerdict(verdict, "B5",
        [
            .. settings.Zip(general).SelectMany(pair => Given.Seeds("full", pair.Second, setting: pair.First)),
            .. settings.Zip(general).SelectMany(pair => Given.Seeds("lora-all", pair.Second, setting: pair.First)),
        ]);
    }

    [Theory]
    [InlineData(0.8, 10.0, nameof(Verdict.Pass))]
    [InlineData(0.7, 8.0, nameof(Verdict.Pass))]
    [InlineData(0.7, 10.0, nameof(Verdict.Fail))]
    [InlineData(0.8, 12.0, nameof(Verdict.Fail))]
    public void B6_wants_one_measure_surely_better_and_none_surely_worse(double general, double seconds, string verdict) =>
        AssertVerdict(verdict, "B6", [.. Given.Seeds("blocks-room-exact", general, seconds), .. Given.Seeds("blocks-room-random", 0.7, 10)]);

    [Theory]
    [InlineData("B6", nameof(Verdict.Fail))]
    [InlineData("B6, slow", nameof(Verdict.Pass))]
    public void B6_is_judged_in_each_fleet_by_itself(string id, string verdict) => AssertVerdict(
        verdict,
        id,
        [
            .. Given.Seeds("blocks-room-exact", 0.7),
            .. Given.Seeds("blocks-room-random", 0.7),
            .. Given.Seeds("blocks-room-over-cohort", 0.8, setting: Settings.SlowDevices),
            .. Given.Seeds("blocks-room-random-over-cohort", 0.7, setting: Settings.SlowDevices),
        ]);

    [Fact]
    public void B7_expects_the_top_to_learn_less() => AssertVerdict(
        nameof(Verdict.Pass), "B7", [.. Given.Seeds("place-top-1", 0.7, downstream: 0.3), .. Given.Seeds("place-bottom-1", 0.7)]);

    [Fact]
    public void B1_is_about_the_losses_before_the_first_round()
    {
        var moved = Given.Trial("expansion-all", 1, 0.7);
        moved = moved with { Evaluations = [moved.Evaluations[0] with { GeneralLoss = [0.0101] }, .. moved.Evaluations.Skip(1)] };

        AssertVerdict(nameof(Verdict.Pass), "B1", [Given.Trial("full", 1, 0.7), Given.Trial("expansion-all", 1, 0.7)]);
        AssertVerdict(nameof(Verdict.Fail), "B1", [Given.Trial("full", 1, 0.7), moved]);
    }

    [Theory]
    [InlineData(0.01, nameof(Verdict.Pass))]
    [InlineData(0.0100000001, nameof(Verdict.Fail))]
    public void B9_is_about_every_bit(double loss, string verdict) =>
        AssertVerdict(verdict, "B9", [Given.Trial("expansion-all", 1, 0.7) with { BypassedGeneralLoss = [loss] }]);

    [Theory]
    [InlineData(0.98, 0.7, nameof(Verdict.Pass))]
    [InlineData(0.96, 0.7, nameof(Verdict.Fail))]
    [InlineData(0.98, 0.9, nameof(Verdict.Fail))] // 9 % over the best PEFT arm
    public void The_guard_has_to_meet_all_three_of_its_targets(double guarded, double lora, string verdict) =>
        AssertVerdict(
            verdict,
            "guard",
            [.. Given.Seeds("expansion-guard-own", guarded), .. Given.Seeds("lora-all", lora), .. Given.Seeds("full", 0.7)]);

    private static void AssertVerdict(string verdict, string id, TrialResult[] trials) =>
        Assert.Equal(verdict, ClaimOf(Given.Results(trials), id).Verdict.ToString());

    private static Claim ClaimOf(StudyResults results, string id) => ClaimList.Of(results).Single(claim => claim.Id == id);
}
