using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>Two downstream tasks, one after the other.</summary>
internal static class SequenceTable
{
    public static Table Of(StudyResults results) => new(
        "Two downstream tasks in turn",
        "At the end of each. Average accuracy: of both tasks after the second. Backward transfer: the first task's accuracy after the "
        + "second less before it; below 0 is forgetting.",
        ["arm", "first, after it", "second, at the end", "average accuracy", "backward transfer", "general, at the end"],
        [
            .. results.Of(Settings.Sequence.Name)
                .Select(arm => (
                    arm.Arm.Name,
                    Results: arm.Seeds.Select(seed => seed.Result).Where(result => result.FirstTask.Count > 0).ToArray()))
                .Where(arm => arm.Results.Length > 0)
                .Select(arm => Row(arm.Name, arm.Results)),
        ]);

    private static string[] Row(string name, IReadOnlyList<TrialResult> results) =>
    [
        name,
        Of(results, result => result.FirstTask[^1].Downstream),
        Of(results, result => result.Evaluations[^1].Downstream),
        Of(results, result => (result.Evaluations[^1].Downstream + FirstAtEnd(result)) / 2),
        Of(results, result => FirstAtEnd(result) - result.FirstTask[^1].Downstream),
        Of(results, result => result.Evaluations[^1].MeanGeneral()),
    ];

    private static double FirstAtEnd(TrialResult result) => result.Evaluations[^1].First ?? 0;

    private static string Of(IEnumerable<TrialResult> results, Func<TrialResult, double> measure) =>
        Words.Of(Interval.Of(results.Select(measure)), "0.000");
}
