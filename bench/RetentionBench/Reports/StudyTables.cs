using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Claims;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>A study's tables.</summary>
internal static class StudyTables
{
    private const double Megabyte = 1e6;

    /// <summary>All that have a row.</summary>
    public static IReadOnlyList<Table> Of(StudyResults results) =>
    [
        .. new[] { BaseOf(results), KeptOf(results, results.Common), TakenOf(results, results.Common), PairedOf(results), AllocationTable.Of(results, results.Common, BlockClaims.Random) }
            .Concat(OtherSettings(results).Select(setting => KeptOf(results, setting)))
            .Append(AllocationTable.Of(results, Settings.SlowDevices, BlockClaims.RandomOverCohort))
            .Append(LossTable.Of(results))
            .Append(HeterogeneityTable.Of(results))
            .Append(SequenceTable.Of(results))
            .Append(RatesOf(results))
            .Append(RefusedOf(results))
            .Where(table => table.Rows.Count > 0),
    ];

    private static IEnumerable<Setting> OtherSettings(StudyResults results) => Settings.All
        .Select(pair => pair.Setting)
        .Where(setting => setting != results.Common && results.Of(setting.Name).Count > 0);

    private static Table BaseOf(StudyResults results) => new(
        "The base model",
        $"General tasks and their accuracy before anyone fine-tunes. Those below {BaseRun.LeastAccuracy} are dropped.",
        ["task", "accuracy", ""],
        [
            .. results.Base.Tasks.Select(task => Row(task, "")),
            .. results.Base.Dropped.Select(task => Row(task, "dropped")),
        ]);

    private static string[] Row(TaskAccuracy task, string word) => [task.Name, task.Accuracy is { } accuracy ? Words.Number(accuracy, "0.000") : Words.None, word];

    private static Table KeptOf(StudyResults results, Setting setting) => new(
        $"What is kept: {setting.Name}",
        "Compared at the first evaluation with downstream accuracy of at least "
        + $"{Words.Number(results.TargetOf(setting.Name) ?? 0, "0.000")}, {results.TargetRule}. "
        + "Mean ± half of the 95 % interval over seeds. Retention: general accuracy after over before; "
        + "beyond chance: the same of what is more than guessing.",
        [
            "arm", "lr", "best downstream", "reached", "general at target", "retention", "beyond chance", "drop, points",
            "end downstream", "end general",
        ],
        [.. results.Of(setting.Name).Select(KeptRow)]);

    private static string[] KeptRow(ArmOutcome arm) =>
    [
        arm.Arm.Name,
        Words.Number(arm.LearningRate, "0.####"),
        Words.Of(Interval.Of(arm.Best.Values), "0.000"),
        $"{arm.Reached} of {arm.Seeds.Count + arm.Failures}",
        Words.Of(Interval.Of(arm.AtTarget(now => now.MeanGeneral()).Values), "0.000"),
        Words.Of(arm.RetentionAtTarget, "0.000"),
        Words.Of(Interval.Of(arm.AtTarget(Retention.BeyondChance).Values.Where(double.IsFinite)), "0.000"),
        Words.Of(Interval.Of(arm.AtTarget(Retention.Drop).Values), "0.0"),
        Words.Of(Interval.Of(arm.Seeds.Select(seed => seed.End.Downstream)), "0.000"),
        Words.Of(Interval.Of(arm.Seeds.Select(seed => seed.End.MeanGeneral())), "0.000"),
    ];

    private static Table TakenOf(StudyResults results, Setting setting) => new(
        $"What it takes: {setting.Name}",
        "To the target, over the seeds that reached it. Megabytes: up and down, all clients. Simulated seconds: devices of speed 1, "
        + "1/2, 1/4 in proportion 2:3:3 with 100, 20, 5 Mbit/s. Measured seconds: training alone, clients one after the other, with "
        + "whatever else the machine did. Peak: the whole process.",
        ["arm", "weights trained", "rounds", "megabytes", "simulated s", "measured s", "peak, MB"],
        [.. results.Of(setting.Name).Where(arm => arm.Seeds.Count > 0).Select(TakenRow)]);

    private static string[] TakenRow(ArmOutcome arm) =>
    [
        arm.Arm.Name,
        Words.Number(arm.Seeds[0].Result.TrainableParameters, "#,0"),
        Words.Of(Interval.Of(arm.AtTarget(now => now.Round).Values), "0.0"),
        Words.Of(Interval.Of(arm.AtTarget(now => now.Bytes).Values), "0.0", 1 / Megabyte),
        Words.Of(Interval.Of(arm.AtTarget(now => now.SimulatedSeconds).Values), "0.0"),
        Words.Of(Interval.Of(arm.AtTarget(now => now.TrainingSeconds).Values), "0.0"),
        Words.Of(Interval.Of(arm.Seeds.Select(seed => (double)seed.Result.PeakMemoryBytes)), "0", 1 / Megabyte),
    ];

    private static Table PairedOf(StudyResults results)
    {
        var arms = results.Of(results.Common.Name).Where(arm => arm.Seeds.Count > 0).ToArray();
        ArmOutcome[] baselines = [.. arms.Where(arm => arm.Arm.Group is ArmGroup.Full or ArmGroup.Peft)];
        return new(
            "Retention at the target: differences seed by seed",
            "In points of 100: the row's arm less the column's, over the seeds in which both reached the target, with half of "
            + "the 95 % interval.",
            ["arm", .. baselines.Select(baseline => baseline.Arm.Name)],
            [
                .. arms.Where(arm => arm.Arm.Group is not (ArmGroup.Full or ArmGroup.Peft)).Select(arm => (string[])
                [
                    arm.Arm.Name,
                    .. baselines.Select(baseline => Words.Difference(
                        Interval.OfDifferences(arm.AtTarget(Retention.Ratio), baseline.AtTarget(Retention.Ratio)), "0.0", 100)),
                ]),
            ]);
    }

    private static Table RatesOf(StudyResults results)
    {
        double[] rates = [.. results.Sweep.Select(result => result.Trial.LearningRate).Distinct().Order()];
        return new(
            "Learning rates",
            "Best validation accuracy of a run, one seed that counts for nothing else. The lowest rate within a point of the best is "
            + "chosen; it has a star. An arm that is not listed takes the rate of the one that it varies.",
            ["arm", .. rates.Select(rate => Words.Number(rate, "0.####"))],
            [
                .. results.Sweep.GroupBy(result => result.Trial.Arm.Name)
                    .Select(arm => (string[])[arm.Key, .. rates.Select(rate => RateCell(arm, rate))]),
            ]);
    }

    private static string RateCell(IEnumerable<TrialResult> sweep, double rate) =>
        sweep.FirstOrDefault(result => result.Trial.LearningRate == rate) is not { } trial ? Words.None
        : trial.Evaluations.Count == 0 ? "failed"
        : Words.Number(RateChoice.Merit(trial), "0.000") + (RateChoice.Of(sweep) == rate ? "*" : "");

    private static Table RefusedOf(StudyResults results) => new(
        "Passed over",
        "Arms that this build refuses, in its own words.",
        ["arm", "reason"],
        [
            .. results.Arms
                .Where(arm => results.Refused.ContainsKey(arm.Name))
                .Select(arm => (string[])[arm.Name, results.Refused[arm.Name]]),
        ]);
}
