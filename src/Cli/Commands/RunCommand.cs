using System.CommandLine;
using FedK8s.Contracts.Spec;

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
        var store = Option<string?>("--store", "DIR", "The run's folder, instead of spec.checkpoint.storageUri.").IsPath();
        var parallel = CreateParallel();
        var device = CreateDevice();
        var fresh = new Option<bool>("--fresh")
        {
            Description = "Remove the run that the folder holds, and nothing else, and start from the base model.",
        };
        var command = new Command("run", "Run a manifest in this process, or go on where it was stopped.")
        {
            file, store, parallel, device, fresh,
        };
        command.SetBody(context, (parsed, cancellationToken) =>
        {
            var arguments = new RunArguments(
                parsed.GetRequiredValue(file),
                parsed.GetValue(store),
                parsed.GetValue(fresh),
                parsed.GetValue(context.Shared.Output),
                new() { Parallel = parsed.GetValue(parallel), Device = parsed.GetValue(device) });
            return new RunExecution(arguments, context).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Option<int?> CreateParallel()
    {
        var parallel = Option<int?>(
            "--parallel",
            "N",
            "Clients that train at a time, at least 1; each takes a model's memory, and the result is the same. "
            + "By default one for each processor as far as memory allows, and one on a GPU.");
        parallel.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var count) && count >= 1)
            {
                return count;
            }

            result.AddError($"--parallel: found {result.Tokens[0].Value}, wanted a whole number from 1.");
            return null;
        };
        return parallel;
    }

    private static Option<DeviceKind?> CreateDevice()
    {
        var device = Option<DeviceKind?>("--device", "auto|cpu|cuda", "Where to train, instead of spec.localTraining.device.");
        device.CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (Enum.GetNames<DeviceKind>().Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return Enum.Parse<DeviceKind>(word, ignoreCase: true);
            }

            result.AddError($"--device: found {word}, wanted one of auto, cpu, cuda.");
            return null;
        };
        return device;
    }

    private static Option<T> Option<T>(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };
}
