using System.CommandLine;
using FedK8s.Cli.Reporting;
using FedK8s.Core.Services;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s merge --model BASE --adapter DIR --to OUT</c>: a base model and a PEFT adapter as one model.</summary>
internal static class MergeCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s merge --model base --adapter adapter --to merged                both as one Hugging Face folder",
        "fedk8s merge --model base --adapter adapter --to merged --type BF16    the same with weights of 16 bits",
    ];

    public static Command Create(CommandContext context)
    {
        var model = Folder("--model", "BASE", "The base model, a Hugging Face folder.");
        var adapter = Folder("--adapter", "DIR", "A LoRA adapter as PEFT writes it: adapter_config.json and adapter_model.safetensors.");
        var to = Folder("--to", "OUT", "The folder to write; it must not exist, or be empty.");
        var type = new Option<MergedType>("--type")
        {
            Description = "The number format of the weights; by default what the base model's config.json names.",
            HelpName = "F32|BF16|F16",
        };
        type.AcceptOnlyFromAmong(nameof(MergedType.F32), nameof(MergedType.BF16), nameof(MergedType.F16));
        var command = new Command("merge", "Fold a PEFT adapter into its base model.") { model, adapter, to, type };
        command.SetBody(context, (arguments, _) =>
        {
            var folder = Path.GetFullPath(arguments.GetRequiredValue(to));
            AdapterMerge.Write(
                Path.GetFullPath(arguments.GetRequiredValue(model)),
                Path.GetFullPath(arguments.GetRequiredValue(adapter)),
                folder,
                arguments.GetValue(type));
            WrittenFolder.Tell("merged", folder, context.Shared.IsJson(arguments), context.Terminal.Output);
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }

    private static Option<string> Folder(string name, string help, string description) =>
        new Option<string>(name) { Description = description, HelpName = help, Required = true }.IsPath();
}
