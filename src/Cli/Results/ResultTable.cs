using FedK8s.Cli.Progress;

namespace FedK8s.Cli.Results;

/// <summary>The table at the end of a run: what was measured, before and after.</summary>
internal static class ResultTable
{
    /// <summary>Writes the table; nothing where nothing was measured.</summary>
    public static void Write(RunResult result, TextWriter output)
    {
        if (result.Scores.Count == 0 || result.Measured is not { } round)
        {
            return;
        }

        PlainTable.Write(
            ["measured on", "kind", "examples", "start", $"round {round}", "retention", "loss, start", $"round {round}"],
            leftAligned: 2,
            result.Scores.Select(Row),
            output);
        if (result.Retention is { } retention)
        {
            var (before, after) = (GeneralLoss(result, score => score.LossBefore), GeneralLoss(result, score => score.LossAfter));
            output.WriteLine(
                $"retention   {Words.Percent(retention)} of the start's accuracy on general tasks is left; "
                + $"their loss was {Words.Loss(before)} and is {Words.Loss(after)}");
        }
    }

    private static string[] Row(Score score) =>
    [
        score.Name,
        score.Kind == ScoreKind.Client ? "client's test split" : score.Kind.ToString().ToLowerInvariant(),
        Words.Count(score.ExampleCount),
        Percent(score.Before),
        Percent(score.After),
        Percent(score.Retention, ""),
        Words.Loss(score.LossBefore),
        Words.Loss(score.LossAfter),
    ];

    private static double? GeneralLoss(RunResult result, Func<Score, double?> loss) =>
        result.Scores.Where(score => score.Kind == ScoreKind.General).Average(loss);

    private static string Percent(double? share, string none = "-") => share is { } value ? Words.Percent(value) : none;
}
