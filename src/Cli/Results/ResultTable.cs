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

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = PlainWidth;
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

        console.Write(table);
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Percent(double? share, string none = "-") => share is { } value ? Words.Percent(value) : none;
}
