using System.CommandLine;
using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Runs;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s submit FILE</c>: puts a run into its store, for services to run it.</summary>
internal static class SubmitCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s submit run.yaml                           into the store that the manifest names",
        "fedk8s submit run.yaml --store az://runs/clinic  into another",
    ];

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A FederatedRun manifest." }.IsPath();
        var store = new Option<string?>("--store")
        {
            Description = "The run's store, a folder or an address, instead of spec.checkpoint.storageUri.",
            HelpName = "STORE",
        }.IsPathOrAddress();
        var command = new Command(
            "submit", "Put a manifest's run into its store, where an aggregator and workers take it up; again to suspend or resume it.")
        {
            file, store,
        };
        command.SetBody(context, (arguments, cancellationToken) => SubmitAsync(
            arguments.GetRequiredValue(file), arguments.GetValue(store), context, context.Shared.IsJson(arguments), cancellationToken));
        return command;
    }

    private static async Task<Failure?> SubmitAsync(
        string file, string? store, CommandContext context, bool isJson, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Read(file, store, forServices: true);
        if (manifest.Problems.Count > 0 || manifest.Run is not { } run)
        {
            return ManifestReport.Write(file, manifest.Problems, context.Terminal, isJson);
        }

        var address = run.Spec.Checkpoint.StorageUri;
        var document = new RunDocument { RunId = LocalRunId.Of(run), Run = run };
        await RunSubmission.SubmitAsync(
            new RunStore(BlobStores.Open(address, context.Environment)), document, cancellationToken);
        Tell(document, address, context.Terminal.Output, isJson);
        return null;
    }

    private static void Tell(RunDocument document, string address, TextWriter output, bool isJson)
    {
        var run = document.Run;
        if (isJson)
        {
            output.WriteLine(JsonLine.Of(new
            {
                Event = "submitted",
                document.RunId,
                run.Metadata.Name,
                Store = address,
                run.Spec.Suspend,
                Clients = run.Spec.Clients.Select(client => client.Name),
            }));
            return;
        }

        output.WriteLine($"submitted   {run.Metadata.Name}{(run.Spec.Suspend ? ", suspended" : "")}");
        output.WriteLine($"run         FEDK8S_RUN_ID={document.RunId}");
        output.WriteLine($"store       FEDK8S_STORE={address}");
        output.WriteLine("next        start fedk8s-aggregator, a fedk8s-worker with FEDK8S_EVALUATOR=true, and one with FEDK8S_CLIENTS=NAME for each client");
        output.WriteLine($"watch       fedk8s status {ShellWord.Of(address)}");
    }
}
