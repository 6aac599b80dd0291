using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Tests.Studies;

public sealed class StudyResultsTests
{
    private static string Common => Settings.Common.Name;

    [Theory]
    [InlineData(null, 0.76)] // 95 % of 0.8
    [InlineData("Clinc150", 0.635)] // from 0.25, where a trial starts, 70 % of the way to 0.8
    public void The_target_of_a_corpus_is_part_of_the_way(string? corpus, double target)
    {
        var common = Settings.CommonOf(corpus is null ? null : Enum.Parse<Corpus>(corpus));
        var results = Given.Results(
            [.. Given.Seeds("full", 0.7, setting: common, downstream: 0.8), .. Given.Seeds("lora-all", 0.7, setting: common, downstream: 0.6)]);

        Assert.Equal(target, (results with { Common = common }).TargetOf(common.Name)!.Value, 1e-12);
    }

    [Fact]
    public void The_target_is_95_percent_of_the_best_arms_mean_best()
    {
        var results = Given.Results(
            Given.Trial("full", 1, 0.7, downstream: 0.8),
            Given.Trial("full", 2, 0.7, downstream: 1),
            Given.Trial("lora-all", 1, 0.7, downstream: 0.7));

        Assert.Equal(0.95 * 0.9, results.TargetOf(Common)!.Value, 1e-12);
    }

    [Fact]
    public void Arms_are_compared_at_the_first_evaluation_that_reaches_the_target()
    {
        var trial = Given.Trial("full", 1, 0.7) with
        {
            Evaluations = [Given.Evaluation(0, 0.25), Given.Evaluation(2, 0.96), Given.Evaluation(4, 1), Given.Evaluation(6, 0.97)],
        };

        Assert.Equal(2, Assert.Single(Given.Results(trial).Find("full", Common)!.Seeds).AtTarget!.Round);
    }

    [Fact]
    public void An_arm_that_stays_below_the_target_has_nothing_to_compare()
    {
        var results = Given.Results([Given.Trial("full", 1, 0.7), Given.Trial("lora-qv", 1, 0.9, downstream: 0.8)]);

        var arm = results.Find("lora-qv", Common)!;
        Assert.Equal(0, arm.Reached);
        Assert.Null(arm.RetentionAtTarget);
    }

    [Fact]
    public void A_trial_that_failed_is_counted_and_not_averaged()
    {
        var failed = Given.Trial("full", 2, 0) with { Evaluations = [], Failure = "diverged" };

        var arm = Given.Results(Given.Trial("full", 1, 0.7), failed).Find("full", Common)!;

        Assert.Equal((1, 1), (arm.Seeds.Count, arm.Failures));
    }

    [Fact]
    public void The_lowest_rate_within_a_point_of_the_best_is_chosen_on_validation()
    {
        TrialResult[] sweep = [At(0.001, 0.5, 0.8), At(0.003, 0.5, 0.991), At(0.01, 1.0, 0.3)];

        Assert.Equal(0.003, RateChoice.Of(sweep));
    }

    [Fact]
    public void A_rate_that_failed_is_not_chosen() =>
        Assert.Equal(0.001, RateChoice.Of([At(0.001, 0.1, 0.1), At(0.01, 1, 1) with { Evaluations = [] }]));

    private static TrialResult At(double rate, double early, double late)
    {
        var trial = Given.Trial("full", 0, 1);
        return trial with
        {
            Trial = trial.Trial with { LearningRate = rate },
            Evaluations = [Given.Evaluation(0, 0.25), Given.Evaluation(2, early), Given.Evaluation(4, late)],
        };
    }
}
