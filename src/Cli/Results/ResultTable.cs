using FedK8s.Cli.Progress;
using Spectre.Console;

namespace FedK8s.Cli.Results;

/// <summary>The table at the end of a run: what was measured, before and after.</summary>
internal static class ResultTable
{
    // Where nobody's terminal says how wide a line may be.
    private const int PlainWidth = 100;

    /// <summary>Writes the table; nothing where nothing was measured.</summary>
    public static void Write(RunResult result, TextWriter output)
    {
        if (result.Scores.Count == 0 || result.Measured is not { } round)
        {
            return;
        }

        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false }
            .AddColumns("measured on", "kind")
            .AddColumn(Right("examples"))
            .AddColumn(Right("start"))
            .AddColumn(Right($"round {round}"))
            .AddColumn(Right("retention"));
        foreach (var score in result.Scores)
        {
            table.AddRow(
                Markup.Escape(score.Name),
                score.Kind == ScoreKind.Client ? "client's test split" : score.Kind.ToString().ToLowerInvariant(),
                Words.Count(score.ExampleCount),
                Percent(score.Before),
                Percent(score.After),
                Percent(score.Retention, ""));
        }

        WriteTrimmed(table, output);
        if (result.Retention is { } retention)
        {
            output.WriteLine($"retention   {Words.Percent(retention)} of the start's accuracy on general tasks is left");
        }
    }

    // A table fills its lines with blanks and surrounds itself with empty ones; in a log both are in the way.
    private static void WriteTrimmed(Table table, TextWriter output)
    {
        using var drawn = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(drawn),
        });
        console.Profile.Width = PlainWidth;
        console.Write(table);
        foreach (var line in drawn.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            output.WriteLine(line);
        }
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Percent(double? share, string none = "-") => share is { } value ? Words.Percent(value) : none;
}
