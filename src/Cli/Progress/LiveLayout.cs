using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FedK8s.Cli.Progress;

/// <summary>What a terminal shows at one moment: the run's bar, a bar for each client, the last evaluation.</summary>
internal static class LiveLayout
{
    private const int WidestBar = 28;
    private const int ColumnsBesideBar = 52; // a name, steps, loss, stage
    private const int LinesBesideClients = 6;

    /// <param name="progress">What is known.</param>
    /// <param name="now">For the times.</param>
    /// <param name="width">Columns that the terminal has; the bars give way first, so that names and numbers stay.</param>
    /// <param name="height">Lines that the terminal has; clients that do not fit are counted in one line.</param>
    public static IRenderable Draw(RunProgress progress, DateTimeOffset now, int width, int height)
    {
        var bar = Math.Clamp(width - ColumnsBesideBar, 0, WidestBar);
        var shown = Math.Max(1, Math.Min(progress.Cohort.Length, height - LinesBesideClients));
        var grid = new Grid().AddColumns(new GridColumn().NoWrap(), new GridColumn().NoWrap(), new GridColumn());
        grid.AddRow(
            new Markup("[bold]rounds[/]"),
            Bar(bar, progress.Fraction, "green"),
            new Text($"{progress.Committed}/{progress.Rounds} committed  {Times(progress, now)}"));
        foreach (var client in progress.Cohort.Take(shown))
        {
            grid.AddRow(new Text(client.Id.Value), Bar(bar, client.Fraction, Colour(client.Stage)), new Text(Describe(client)));
        }

        var lines = new List<IRenderable> { new Text(Headline(progress)), grid };
        if (shown < progress.Cohort.Length)
        {
            lines.Add(new Text($"and {progress.Cohort.Length - shown} more clients"));
        }

        if (Measured(progress) is { } measured)
        {
            lines.Add(new Text(measured));
        }

        lines.AddRange(progress.Warnings.Select(warning => new Text($"warning: {warning}", new Style(Color.Yellow))));
        return new Rows(lines);
    }

    private static string Headline(RunProgress progress) => progress switch
    {
        { Open: { } open } => $"{progress.Name}: round {open.Number} of {progress.Rounds} is open",
        { AreAllIn: false } => $"{progress.Name}: clients read their data and the model",
        { Committed.Value: var committed } when committed == progress.Rounds => $"{progress.Name}: measuring the last checkpoint",
        _ => $"{progress.Name}: between two rounds",
    };

    // One line: the tasks and, where they are of the same checkpoint or there are no tasks, the clients' tests.
    private static string? Measured(RunProgress progress)
    {
        var tasks = progress.LastEvaluation is { Tasks.Count: > 0 } report ? report : null;
        var tests = tasks is null || tasks.Round == progress.LastTests?.Round ? progress.LastTests : null;
        string?[] scores = [tasks is null ? null : Words.Scores(tasks), tests is null ? null : Words.Scores(tests)];
        return (tasks?.Round ?? tests?.Round) is { } round
            ? $"{Words.Checkpoint(round)} measured: {string.Join(", ", scores.OfType<string>())}"
            : null;
    }

    private static string Times(RunProgress progress, DateTimeOffset now)
    {
        var elapsed = Words.Time(now - progress.StartedAt);
        return progress.Remaining(now) is { } left ? $"{elapsed}, about {Words.Time(left)} left" : elapsed;
    }

    private static string Describe(ClientProgress client)
    {
        var steps = client.Steps > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{client.Step}/{client.Steps}  loss {Words.Loss(client.Loss)}  ")
            : "";
        return steps + client.Stage switch
        {
            ClientStage.Joining => "joining",
            ClientStage.Idle => "ready",
            ClientStage.Training => "training",
            ClientStage.Submitted => "submitted",
            ClientStage.Accepted => "accepted",
            ClientStage.LeftOut => "left out",
            _ => "lost",
        };
    }

    private static string Colour(ClientStage stage) => stage switch
    {
        ClientStage.LeftOut or ClientStage.Lost => "red",
        ClientStage.Accepted => "green",
        _ => "blue",
    };

    private static Markup Bar(int width, double fraction, string colour)
    {
        var full = (int)Math.Round(fraction * width);
        return new Markup($"[{colour}]{new string('━', full)}[/][grey]{new string('─', width - full)}[/]");
    }
}
