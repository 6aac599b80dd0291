using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>What became of losses; for corpora, where a loss says more than the share of tokens predicted.</summary>
internal static class LossTable
{
    public static Table Of(StudyResults results)
    {
        string[] tasks = [.. results.Base.Tasks.Select(task => task.Name)];
        ArmOutcome[] arms = [.. results.Of(results.Common.Name).Where(arm => arm.Seeds.Any(seed => seed.Result.Sentences.Count > 0))];
        return new(
            $"Losses: {results.Common.Name}",
            "In nats per token: before, and by how much more at the target and at the end. The sentences are those whose losses the model's "
            + $"source states: {string.Join(", ", ReferenceSentence.All.Select(sentence => $"{sentence.Name} {Words.Number(sentence.Stated, "0.00000")}"))}.",
            [
                "arm",
                .. tasks.SelectMany(task => (string[])[$"{task}, before", "at target", "at end"]),
                .. ReferenceSentence.All.SelectMany(sentence => (string[])[$"{sentence.Name}, before", "at end"]),
            ],
            [
                .. arms.Select(arm => (string[])
                [
                    arm.Arm.Name,
                    .. tasks.Index().SelectMany(task => TaskCells(arm, task.Index)),
                    .. ReferenceSentence.All.Index().SelectMany(sentence => SentenceCells(arm, sentence.Index)),
                ]),
            ]);
    }

    private static string[] TaskCells(ArmOutcome arm, int task) =>
    [
        Words.Number(arm.Seeds[0].Start.GeneralLoss[task], "0.000"),
        Words.Difference(Interval.Of(arm.AtTarget((start, now) => now.GeneralLoss[task] - start.GeneralLoss[task]).Values), "0.000"),
        Words.Difference(Interval.Of(arm.Seeds.Select(seed => seed.End.GeneralLoss[task] - seed.Start.GeneralLoss[task])), "0.000"),
    ];

    private static string[] SentenceCells(ArmOutcome arm, int sentence)
    {
        SentenceLoss[] losses = [.. arm.Seeds.Select(seed => seed.Result.Sentences[sentence])];
        return
        [
            Words.Number(losses[0].Before, "0.00000"),
            Words.Difference(Interval.Of(losses.Select(loss => loss.After - loss.Before)), "0.000"),
        ];
    }
}
