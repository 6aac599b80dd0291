using System.CommandLine;
using FedK8s.Core.Services;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s bypass --model DIR --to OUT</c>: the base model out of one that block expansion made deeper.</summary>
internal static class BypassCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s bypass --model deeper --to base    the model as it was before the run, without the new blocks",
    ];

    public static Command Create(CommandContext context)
    {
        var model = new Option<string>("--model")
        {
            Description = "A deeper model, as export --format model writes it of a run of block expansion.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();
        var to = new Option<string>("--to")
        {
            Description = "The folder to write; it must not exist, or be empty.",
            HelpName = "OUT",
            Required = true,
        }.IsPath();
        var command = new Command("bypass", "Take the base model out of one that block expansion made deeper.") { model, to };
        command.SetBody(context, (arguments, _) =>
        {
            var folder = Path.GetFullPath(arguments.GetRequiredValue(to));
            ExpansionBypass.Write(Path.GetFullPath(arguments.GetRequiredValue(model)), folder);
            WrittenFolder.Tell("bypassed", folder, context.Shared.IsJson(arguments), context.Terminal.Output);
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }
}
