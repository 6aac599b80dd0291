using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>What became of losses; for corpora, where a loss says more than the share of tokens predicted.</summary>
internal static class LossTable
{
    public static Table Of(StudyResults results)
    {
        var watched = results.Base.Watched ?? [];
        string[] tasks = [.. results.Base.Tasks.Select(task => task.Name), .. watched];
        return new(
            $"Losses: {results.Common.Name}",
            "In nats per token: before, and by how much more at the target and at the end. The tasks before the sentences are the "
            + "general ones.",
            ["arm", .. tasks.SelectMany(task => (string[])[$"{task}, before", "at target", "at end"])],
            [
                .. (watched.Count == 0 ? [] : results.Of(results.Common.Name))
                    .Where(arm => arm.Seeds.Count > 0)
                    .Select(arm => (string[])[arm.Arm.Name, .. tasks.Index().SelectMany(task => Cells(arm, task.Index))]),
            ]);
    }

    private static string[] Cells(ArmOutcome arm, int task) =>
    [
        Words.Number(LossOf(arm.Seeds[0].Start, task), "0.000"),
        Words.Difference(Interval.Of(arm.AtTarget((start, now) => LossOf(now, task) - LossOf(start, task)).Values), "0.000"),
        Words.Difference(Interval.Of(arm.Seeds.Select(seed => LossOf(seed.End, task) - LossOf(seed.Start, task))), "0.000"),
    ];

    private static double LossOf(Evaluation now, int task) =>
        task < now.GeneralLoss.Count ? now.GeneralLoss[task] : now.WatchedLoss![task - now.GeneralLoss.Count]; // not null: watched
}
