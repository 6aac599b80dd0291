using System.CommandLine;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Samples;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s sample NAME --to DIR</c>: writes what a sample starts from.</summary>
internal static class SampleCommand
{
    // Those that need a source are cut from third-party files; the others are made here.
    private static readonly (string Name, bool NeedsSource, Action<string, string> Write)[] Samples =
    [
        ("quickstart", false, (_, folder) => QuickstartData.Write(folder)),
        ("quickstart-base", false, (_, folder) => QuickstartBase.Write(folder)),
        ("intents", true, IntentSample.Write),
        ("shakespeare", true, ShakespeareData.Write),
    ];

    public static string[] Examples { get; } =
    [
        "fedk8s sample quickstart --to data                       eight clients' tickets and the evaluation sets",
        "fedk8s sample quickstart-base --to made                  a random model and what the base model learns from",
        "fedk8s sample intents --from clinc150 --to data          ten clients' requests, and a small BERT with random weights",
        "fedk8s sample shakespeare --from downloads --to data     eight speakers' speeches and the evaluation sets",
    ];

    public static Command Create(CommandContext context)
    {
        var names = Samples.Select(sample => sample.Name).ToArray();
        var name = new Argument<string>("NAME") { Description = $"{string.Join(", ", names[..^1])} or {names[^1]}." };
        name.AcceptOnlyFromAmong(names);
        var source = new Option<string?>("--from")
        {
            Description = "The folder of the third-party files that the sample is cut from; docs/samples.md says which.",
            HelpName = "FOLDER",
        }.IsPath();
        var folder = new Option<string>("--to")
        {
            Description = "The folder to write to; files of the same names are replaced.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();
        var command = new Command("sample", "Write the data or the model that a sample starts from.") { name, source, folder };
        command.Validators.Add(result =>
        {
            var isGiven = result.GetResult(source) is not null;
            var needed = Samples.FirstOrDefault(sample => result.GetResult(name)?.Tokens is [var token] && token.Value == sample.Name);
            if (needed.Name is not null && needed.NeedsSource != isGiven)
            {
                result.AddError(isGiven
                    ? $"--from: found a folder, wanted none, because {needed.Name} needs no source; leave it out."
                    : $"--from: found none, wanted the folder of the third-party files that {needed.Name} is cut from; add it.");
            }
        });
        command.SetBody(context, (arguments, _) =>
        {
            var chosen = Samples.First(sample => sample.Name == arguments.GetRequiredValue(name));
            chosen.Write(arguments.GetValue(source) ?? "", arguments.GetRequiredValue(folder));
            context.Terminal.Output.WriteLine($"{chosen.Name} is in {arguments.GetRequiredValue(folder)}.");
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }
}
