using System.CommandLine;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s export FILE|STORE --to DIR</c>: the last committed checkpoint as a folder that other programs read.</summary>
internal static class ExportCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s export run.yaml --to adapter                  the trained weights alone; PEFT loads a LoRA run's",
        "fedk8s export run.yaml --to model --format model     the whole model, a Hugging Face folder",
    ];

    public static Command Create(CommandContext context)
    {
        var terminal = context.Terminal;
        var target = new Argument<string>("FILE|STORE")
        {
            Description = "A manifest, or the store of its run: a folder or an address such as az://runs/clinic.",
        }.IsPathOrAddress();
        var to = new Option<string>("--to")
        {
            Description = "The folder to write; it must not exist, or be empty.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();
        var format = new Option<string>("--format")
        {
            Description = "peft: what the method trained, alone. model: the whole model, trained weights folded in.",
            DefaultValueFactory = _ => "peft",
        };
        format.AcceptOnlyFromAmong("peft", "model");

        var command = new Command("export", "Write the last committed checkpoint for other programs.") { target, to, format };
        command.SetBody(context, async (arguments, cancellationToken) =>
        {
            var store = await new RunStores(context.Environment).OpenAsync(arguments.GetRequiredValue(target), cancellationToken);
            var folder = Path.GetFullPath(arguments.GetRequiredValue(to));
            var form = arguments.GetValue(format) == "model" ? ExportFormat.Merged : ExportFormat.Peft;
            await ModelExport.ExportAsync(store, folder, form, cancellationToken);
            WrittenFolder.Tell("exported", folder, context.Shared.IsJson(arguments), terminal.Output);
            return null;
        });
        return command;
    }
}
