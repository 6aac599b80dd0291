using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Progress;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    /// <summary><c>93.4 %</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary><c>0:07</c>, <c>12:30</c>, <c>3:04:05</c> or <c>30:00:00</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary><c>0.534</c>, or a dash where there is none.</summary>
    public static string Loss(double? loss) => loss?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    /// <summary><c>1,234</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>8 clients</c>, <c>1 client</c>.</summary>
    public static string Count(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary><c>start</c> or <c>round 3</c>: the checkpoint of a round.</summary>
    public static string Checkpoint(RoundNumber round) => round == RoundNumber.Start ? "start" : $"round {round}";

    /// <summary><c>copy 93.4 %, sums 98.0 %</c>.</summary>
    public static string Scores(EvaluationReport report) =>
        string.Join(", ", report.Tasks.Select(task => $"{task.Name} {Percent(task.Accuracy)}"));

    /// <summary><c>clients' tests 93.4 % on average</c>.</summary>
    public static string Scores(MeasuredTests tests) => $"clients' tests {Percent(tests.Accuracy)} on average";
}
