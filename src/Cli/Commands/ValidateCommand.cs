using System.CommandLine;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s validate FILE</c>: finds everything that would keep a manifest from running here.</summary>
internal static class ValidateCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s validate run.yaml                 every problem at once, each with line, column and cure",
        "fedk8s validate run.yaml --output json   the same for programs, a JSON object a line",
    ];

    public static Command Create(CommandContext context)
    {
        var terminal = context.Terminal;
        var file = new Argument<string>("FILE") { Description = "A FederatedRun manifest." }.IsPath();
        var command = new Command("validate", "Find every problem of a manifest, and whether its files are there.") { file };
        command.SetBody(context, (arguments, _) =>
            Task.FromResult(Validate(arguments.GetRequiredValue(file), context.Shared.IsJson(arguments), terminal)));
        return command;
    }

    private static Failure? Validate(string file, bool json, Terminal terminal)
    {
        var manifest = ManifestReader.Read(file);
        if (manifest.Problems.Count > 0 || manifest.Run is null)
        {
            return ManifestReport.Write(file, manifest.Problems, terminal, json);
        }

        var run = manifest.Run;
        if (json)
        {
            terminal.Output.WriteLine(JsonLine.Of(new
            {
                Event = "valid",
                run.Metadata.Name,
                Method = MethodName.Of(run.Spec.Method),
                Rounds = run.Spec.Rounds.Max,
                Clients = run.Spec.Clients.Count,
                manifest.NotApplying,
            }));
            return null;
        }

        terminal.Output.WriteLine($"{file} is right: {Summary(run)}.");
        ManifestReport.WriteNotApplying(manifest.NotApplying, terminal);
        return null;
    }

    private static string Summary(FederatedRun run) =>
        $"{run.Metadata.Name}, {MethodName.Of(run.Spec.Method)}, {run.Spec.Clients.Count} clients, {run.Spec.Rounds.Max} rounds";
}
