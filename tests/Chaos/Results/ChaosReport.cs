using System.Globalization;
using System.Text;
using FedK8s.Chaos.Runs;

namespace FedK8s.Chaos.Results;

/// <summary>What the long version found, as the page docs/results/chaos.md.</summary>
internal static class ChaosReport
{
    /// <summary>The page: how it was made, a sentence, and the table with a row for each fault at each step.</summary>
    /// <param name="rows">The runs.</param>
    /// <param name="seed">What was left to chance.</param>
    /// <param name="planned">How many there would have been, had nobody stopped it.</param>
    public static string Of(IReadOnlyCollection<Row> rows, long seed, int planned)
    {
        var rest = planned > rows.Count ? $" It was stopped before the other {planned - rows.Count} runs began." : "";
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Chaos

            `make chaos` with `SEED={seed}` wrote this page: {Summary(rows)}.{rest}

            Every run has two clients, an evaluator and an aggregator (or two), each a process of its own, on RabbitMQ and Azurite, and
            trains three rounds. *Same bytes* means that the final checkpoint, weights and manifest, and every other document that
            stays is byte for byte that of the undisturbed run. *Ended* means that the run ended with one condition, which the fault
            allows. *Failed* is anything else: other bytes, a second condition, an internal error, a process that falls over or a
            run that hangs.

            A step is named by the request with which the process takes it ([the steps](../../tests/Chaos/Blobs/BlobPoints.cs));
            *before* means that the store had not heard of it, *after* that the store had done it and the process did not know.
            [The scenarios](../../tests/Chaos/Faults/ScenarioList.cs) have the details.

            """);
        text.AppendLine("| Who: step | Fault | Runs | Same bytes | Ended | Failed |");
        text.AppendLine("| --- | --- | ---: | ---: | --- | ---: |");
        foreach (var group in rows.GroupBy(row => (row.Scenario.Step, row.Scenario.Fault))
            .OrderBy(group => group.Key.Step, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Fault, StringComparer.Ordinal))
        {
            text.AppendLine(Line($"{group.Key.Step} | {group.Key.Fault}", [.. group]));
        }

        text.AppendLine(Line("all | all", rows));
        return text.ToString();
    }

    /// <summary>One line for people.</summary>
    public static string Summary(IReadOnlyCollection<Row> rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rows.Count} faulted runs: {Count<Outcome.SameBytes>(rows)} with the bytes of the undisturbed run, "
        + $"{Count<Outcome.Ended>(rows)} ended with one condition, {Count<Outcome.Failed>(rows)} failed");

    private static string Line(string title, IReadOnlyCollection<Row> rows)
    {
        var ended = rows.Select(row => row.Outcome).OfType<Outcome.Ended>().GroupBy(end => end.Code)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {group.Count()}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {rows.Count} | {Count<Outcome.SameBytes>(rows)} | {string.Join(", ", ended)} | "
            + $"{Count<Outcome.Failed>(rows)} |");
    }

    private static int Count<T>(IEnumerable<Row> rows)
        where T : Outcome => rows.Count(row => row.Outcome is T);
}
