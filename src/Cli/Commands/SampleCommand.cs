using System.CommandLine;
using System.CommandLine.Parsing;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Samples;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s sample NAME --to DIR</c>: writes what a sample starts from.</summary>
internal static class SampleCommand
{
    private const string Quickstart = "quickstart";
    private const string QuickstartBaseName = "quickstart-base";
    private const string Intents = "intents";

    public static string[] Examples { get; } =
    [
        "fedk8s sample quickstart --to data         eight clients' tickets and the evaluation sets",
        "fedk8s sample quickstart-base --to made    a random model and what the base model learns from",
        "fedk8s sample intents --from clinc150 --to k8s/samples/intents",
    ];

    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = $"{Quickstart}, {QuickstartBaseName} or {Intents}." };
        name.AcceptOnlyFromAmong(Quickstart, QuickstartBaseName, Intents);
        var source = new Option<string>("--from")
        {
            Description = $"Of {Intents}: the folder with the files that CLINC150 publishes.",
            HelpName = "FOLDER",
        }.IsPath();
        var folder = new Option<string>("--to")
        {
            Description = "The folder to write to; files of the same names are replaced.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();
        var command = new Command("sample", "Write the data or the model that a sample starts from.") { name, source, folder };
        command.Validators.Add(arguments => CheckSource(arguments, arguments.GetValue(name), source));
        command.SetBody(context, (arguments, _) =>
        {
            Write(arguments.GetRequiredValue(name), arguments.GetValue(source), arguments.GetRequiredValue(folder));
            context.Terminal.Output.WriteLine($"{arguments.GetRequiredValue(name)} is in {arguments.GetRequiredValue(folder)}.");
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }

    // Only what this project does not make itself comes from somewhere.
    private static void CheckSource(CommandResult arguments, string? name, Option<string> source)
    {
        var isGiven = arguments.GetResult(source) is not null;
        if (name == Intents && !isGiven)
        {
            arguments.AddError($"--from: found nothing, wanted the folder with CLINC150's files; write --from FOLDER for {Intents}.");
        }
        else if (name is Quickstart or QuickstartBaseName && isGiven)
        {
            arguments.AddError($"--from: found a folder, wanted none, because {name} is made from nothing; remove it.");
        }
    }

    private static void Write(string name, string? source, string folder)
    {
        switch (name)
        {
            case Quickstart:
                QuickstartData.Write(folder);
                break;
            case QuickstartBaseName:
                QuickstartBase.Write(folder);
                break;
            default:
                IntentSample.Write(source!, folder); // not null: checked before
                break;
        }
    }
}
