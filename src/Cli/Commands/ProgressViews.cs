using FedK8s.Cli.Local;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using Spectre.Console;

namespace FedK8s.Cli.Commands;

/// <summary>Which view of a run's progress fits the output.</summary>
internal static class ProgressViews
{
    public static IProgressView Create(OutputFormat format, RunFolder folder, Terminal terminal, TimeProvider clock) => format switch
    {
        OutputFormat.Json => new JsonView(terminal.Output),
        OutputFormat.Live => CreateLive(folder, terminal, clock),
        OutputFormat.Auto when terminal.IsInteractive => CreateLive(folder, terminal, clock),
        _ => new PlainView(terminal.Output),
    };

    private static LiveView CreateLive(RunFolder folder, Terminal terminal, TimeProvider clock)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Output) });
        return new(console, ProgressRules.Begin(folder.Document, folder.State, clock.GetUtcNow()), clock);
    }
}
