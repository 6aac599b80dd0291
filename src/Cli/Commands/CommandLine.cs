using System.CommandLine;
using System.CommandLine.Invocation;
using FedK8s.Cli.Reporting;

namespace FedK8s.Cli.Commands;

/// <summary>The program as a function: arguments in, words to a terminal, exit number out.</summary>
internal static class CommandLine
{
    public static Task<int> InvokeAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // a run ends its round's step and says how to resume; see Interruption
        };
        var parsed = Create(terminal).Parse(arguments);
        if (parsed.Action is ParseErrorAction && arguments.Length > 0)
        {
            Terminal.Tell(terminal.Error, Mistake(parsed)); // one line; the parser's pages of help would hide it
            return Task.FromResult(1);
        }

        return parsed.InvokeAsync(invocation, cancellationToken);
    }

    // An unknown word is told before the lack that it leaves behind.
    private static string Mistake(ParseResult parsed)
    {
        var message = parsed.UnmatchedTokens is [var word, ..]
            ? $"Unrecognized command or argument '{word}'"
            : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        var command = parsed.CommandResult.Command;
        return $"error: {message}; see {(command is RootCommand ? "fedk8s" : $"fedk8s {command.Name}")} --help";
    }

    private static RootCommand Create(Terminal terminal)
    {
        var context = new CommandContext(terminal, new SharedOptions(), TimeProvider.System, Environment.GetEnvironmentVariable);
        var run = RunCommand.Create(context);
        var compare = CompareCommand.Create(context);
        var submit = SubmitCommand.Create(context);
        var validate = ValidateCommand.Create(context);
        var status = StatusCommand.Create(context);
        var export = ExportCommand.Create(context);
        var merge = MergeCommand.Create(context);
        var bypass = BypassCommand.Create(context);
        var convert = ConvertCommand.Create(context);
        var sample = SampleCommand.Create(context);
        var root = new RootCommand(
            "Fine-tune one model across clients that keep their data: a manifest in, an averaged checkpoint out.")
        {
            run, compare, submit, validate, status, export, merge, bypass, convert, sample,
        };
        root.Options.Add(context.Shared.Output);
        root.Options.Add(context.Shared.Verbose);
        HelpWithExamples.AddTo(root, new Dictionary<Command, string[]>
        {
            [root] = [RunCommand.Examples[0], ValidateCommand.Examples[0], StatusCommand.Examples[0], ExportCommand.Examples[0]],
            [run] = RunCommand.Examples,
            [compare] = CompareCommand.Examples,
            [submit] = SubmitCommand.Examples,
            [status] = StatusCommand.Examples,
            [export] = ExportCommand.Examples,
            [merge] = MergeCommand.Examples,
            [bypass] = BypassCommand.Examples,
            [convert] = ConvertCommand.Examples,
            [validate] = ValidateCommand.Examples,
            [sample] = SampleCommand.Examples,
        });
        return root;
    }
}
