using System.CommandLine;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Results;
using FedK8s.Contracts.Identity;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s status FILE|STORE</c>: where a run stands, read from its store.</summary>
internal static class StatusCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s status run.yaml                   where the run of this manifest stands, also while it runs",
        "fedk8s status /tmp/try --output json     the same of a run's folder, for programs",
        "fedk8s status az://runs/clinic           the same of a store that services share",
    ];

    public static Command Create(CommandContext context)
    {
        var terminal = context.Terminal;
        var target = new Argument<string>("FILE|STORE")
        {
            Description = "A manifest, or the store of its run: a folder or an address such as az://runs/clinic.",
        }.IsPathOrAddress();
        var command = new Command("status", "Show where a run stands: rounds, scores, clients, checkpoint.") { target };
        command.SetBody(context, async (arguments, cancellationToken) =>
        {
            var stores = new RunStores(context.Environment);
            var store = await stores.OpenAsync(arguments.GetRequiredValue(target), cancellationToken);
            var result = await RunResult.ReadAsync(store, cancellationToken);
            var errors = await MessageErrors.FindAsync(
                result.RunId,
                result.Run.Spec.Clients.Select(client => new ClientId(client.Name)),
                context.Environment,
                context.Clock,
                cancellationToken);
            var place = store.Location.IsFile ? store.Location.LocalPath : store.Location.ToString();
            if (context.Shared.IsJson(arguments))
            {
                terminal.Output.WriteLine(JsonLine.Of(Event(result, errors, place)));
            }
            else
            {
                Write(result, errors, place, terminal.Output);
            }

            return null;
        });
        return command;
    }

    private static void Write(RunResult result, MessageErrors? errors, string folder, TextWriter output)
    {
        output.WriteLine($"run         {result.Run.Metadata.Name} ({result.RunId}) in {folder}");
        output.WriteLine($"phase       {Phase(result)}");
        output.WriteLine($"round       {result.Committed} of {result.Rounds} committed");
        output.WriteLine(
            $"clients     {result.Clients.Count} of {result.Run.Spec.Clients.Count} joined, "
            + $"{Words.Count(result.Clients.Sum(client => client.TrainExampleCount), "example")} to train on");
        foreach (var path in result.Files)
        {
            output.WriteLine($"checkpoint  {path}");
        }

        if (result.State is { } state)
        {
            output.WriteLine($"sha256      {state.Checkpoint.Sha256} ({state.Checkpoint.Path})");
        }

        if (result.State is { Code: { } code })
        {
            output.WriteLine($"reason      {code}: {result.State.Message}");
        }

        foreach (var line in errors?.Lines ?? [])
        {
            output.WriteLine($"errors      {line}");
        }

        ResultTable.Write(result, output);
    }

    private static string Phase(RunResult result) => result.State?.Phase.ToString() ?? "Starting";

    private static object Event(RunResult result, MessageErrors? errors, string folder) => new
    {
        Event = "status",
        result.RunId,
        result.Run.Metadata.Name,
        Method = MethodName.Of(result.Run.Spec.Method),
        Phase = Phase(result),
        Round = result.Committed,
        result.Rounds,
        result.Measured,
        result.Scores,
        result.Retention,
        result.Clients,
        Checkpoint = new { result.Files, result.State?.Checkpoint.Path, result.State?.Checkpoint.Sha256 },
        Folder = folder,
        Errors = errors?.Queues,
        ErrorsUnknown = errors?.Problem,
        result.State?.Code,
        result.State?.Message,
    };
}
