using System.CommandLine;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s run FILE</c>: a whole federated run in this process.</summary>
internal static class RunCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s run run.yaml                      run it here; Ctrl-C stops, the same command goes on",
        "fedk8s run run.yaml --store /tmp/try     keep the checkpoints somewhere else",
        "fedk8s run run.yaml --parallel 2         two clients at a time",
        "fedk8s run run.yaml --output json        for programs, a JSON object a line",
    ];

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A FederatedRun manifest." }.IsPath();
        var options = new RunOptions();
        var fresh = new Option<bool>("--fresh")
        {
            Description = "Remove the run that the folder holds, and nothing else, and start from the base model.",
        };
        var command = new Command("run", "Run a manifest in this process, or go on where it was stopped.")
        {
            file, options.Store, options.Parallel, options.Device, fresh,
        };
        command.SetBody(context, (parsed, cancellationToken) =>
        {
            var arguments = new RunArguments(
                parsed.GetRequiredValue(file),
                parsed.GetValue(options.Store),
                parsed.GetValue(fresh),
                parsed.GetValue(context.Shared.Output),
                options.Settings(parsed));
            return new RunExecution(arguments, context).RunAsync(cancellationToken);
        });
        return command;
    }
}
