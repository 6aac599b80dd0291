using System.CommandLine;
using FedK8s.Cli.Reporting;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary>
/// The edge of the process: whatever a command throws becomes one line, an exit number and, on request, the trace.
/// </summary>
internal static class CommandEdge
{
    /// <summary>
    /// Makes <paramref name="body"/> the command's action. A null from it is success, anything else the reason of a failure.
    /// </summary>
    public static void SetBody(
        this Command command, CommandContext context, Func<ParseResult, CancellationToken, Task<Failure?>> body) =>
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var interruption = new Interruption(cancellationToken);
            var failure = await RunAsync(body, arguments, interruption.Token);
            if (failure is null)
            {
                return 0;
            }

            Write(failure, arguments, context);
            return failure.Code.ProcessExit;
        });

    private static async Task<Failure?> RunAsync(
        Func<ParseResult, CancellationToken, Task<Failure?>> body, ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await body(arguments, cancellationToken);
        }
        catch (Exception exception) // nothing above this line could do more with it
        {
            return Failure.From(exception);
        }
    }

    private static void Write(Failure failure, ParseResult arguments, CommandContext context)
    {
        var terminal = context.Terminal;
        if (context.Shared.IsJson(arguments))
        {
            Terminal.Tell(terminal.Output, JsonLine.Of(failure.Event));
        }

        Terminal.Tell(terminal.Error, failure.Line);
        if (failure.Cause is { } cause && context.Shared.IsTraceWanted(arguments))
        {
            Terminal.Tell(terminal.Error, cause.ToString());
        }
    }
}
