using System.CommandLine;
using FedK8s.Cli.Reporting;
using FedK8s.Core.Services;
using FedK8s.Worker.Conversion;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s convert FILE --from FORMAT --to DIR</c>: another program's checkpoint as a Hugging Face folder.</summary>
internal static class ConvertCommand
{
    private const string Llama2c = "llama2c";
    private const string MinGpt = "mingpt";

    public static string[] Examples { get; } =
    [
        "fedk8s convert stories260K.bin --from llama2c --tokenizer tok512.bin --to stories    model and tokenizer",
        "fedk8s convert stories15M.bin --from llama2c --to stories15m                         the model alone",
        "fedk8s convert model.json --from mingpt --to sorter                                  minGPT's weights as JSON",
    ];

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The checkpoint." }.IsPath();
        var from = new Option<string>("--from")
        {
            Description = "llama2c: a llama2.c checkpoint, version 0. mingpt: minGPT's weights as JSON, in base64.",
            Required = true,
        };
        from.AcceptOnlyFromAmong(Llama2c, MinGpt);
        var tokenizer = new Option<string?>("--tokenizer")
        {
            Description = "A llama2.c checkpoint's vocabulary; without it the folder has no tokenizer.",
            HelpName = "FILE",
        }.IsPath();
        var to = new Option<string>("--to")
        {
            Description = "The folder to write; it must not exist, or be empty.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();

        var command = new Command("convert", "Turn another program's checkpoint into a model folder.")
        {
            file, from, tokenizer, to,
        };
        command.SetBody(context, (arguments, _) =>
        {
            var folder = Path.GetFullPath(arguments.GetRequiredValue(to));
            ModelConversion.Convert(
                arguments.GetRequiredValue(from) == MinGpt ? CheckpointFormat.MinGpt : CheckpointFormat.Llama2c,
                Path.GetFullPath(arguments.GetRequiredValue(file)),
                arguments.GetValue(tokenizer) is { } vocabulary ? Path.GetFullPath(vocabulary) : null,
                folder);
            Tell(folder, context.Shared.IsJson(arguments), context.Terminal.Output);
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }

    private static void Tell(string folder, bool json, TextWriter output)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        output.WriteLine(json
            ? JsonLine.Of(new { Event = "converted", Folder = folder, Files = files })
            : $"{folder} holds {string.Join(", ", files)}");
    }
}
