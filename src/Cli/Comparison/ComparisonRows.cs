using FedK8s.Cli.Progress;

namespace FedK8s.Cli.Comparison;

/// <summary>A comparison as rows of words: a row for each measure that some arm has, a column for each arm.</summary>
internal static class ComparisonRows
{
    private const string None = "-";

    /// <summary>The names of the columns, the first of them for the measures' names.</summary>
    public static IReadOnlyList<string> Header(IReadOnlyList<ArmResult> arms) => ["measure", .. arms.Select(arm => arm.Name)];

    /// <summary>One row for each measure, its name first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<ArmResult> arms) =>
    [
        .. new[]
        {
            Row("downstream accuracy", arms, arm => Range(arm.DownstreamAccuracy, Words.Percent)),
            Row("downstream loss", arms, arm => Range(arm.DownstreamLoss, Loss)),
            Row("general accuracy", arms, arm => Range(arm.GeneralAccuracy, Words.Percent)),
            Row("general loss", arms, arm => Range(arm.GeneralLoss, Loss)),
            Row("clients' tests, accuracy", arms, arm => Range(arm.ClientsAccuracy, Words.Percent)),
            Row("clients' tests, loss", arms, arm => Range(arm.ClientsLoss, Loss)),
            Row("retention", arms, arm => Range(arm.Retention, Words.Percent)),
            Row("optimiser steps", arms, arm => Count(arm.Steps)),
            Row("examples trained on", arms, arm => Count(arm.Examples)),
            Row("wall time", arms, arm => Time(arm.Seconds)),
            Row("of it training", arms, arm => Time(arm.TrainingSeconds)),
        }.Where(row => row.Skip(1).Any(cell => cell != None)),
    ];

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<ArmResult> arms, Func<ArmResult, string> cell) =>
        [name, .. arms.Select(cell)];

    // Several runs: the mean, and from the worst to the best.
    private static string Range(Spread? spread, Func<double, string> words) => spread switch
    {
        null => None,
        { Mean: var mean } when words(spread.Min) == words(spread.Max) => words(mean),
        _ => $"{words(spread.Mean)} ({words(spread.Min)} to {words(spread.Max)})",
    };

    private static string Loss(double loss) => Words.Loss(loss);

    private static string Count(long? count) => count is { } value ? Words.Count(value) : None;

    private static string Time(double? seconds) => seconds is { } value ? Words.Time(TimeSpan.FromSeconds(value)) : None;
}
