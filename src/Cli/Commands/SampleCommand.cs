using System.CommandLine;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Samples;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s sample NAME --to DIR</c>: writes the sample data that this project makes for itself.</summary>
internal static class SampleCommand
{
    private const string Quickstart = "quickstart";
    private const string QuickstartBaseName = "quickstart-base";

    public static string[] Examples { get; } =
    [
        "fedk8s sample quickstart --to data         eight clients' tickets and the evaluation sets",
        "fedk8s sample quickstart-base --to made    a random model and what the base model learns from",
    ];

    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = $"{Quickstart} or {QuickstartBaseName}." };
        name.AcceptOnlyFromAmong(Quickstart, QuickstartBaseName);
        var folder = new Option<string>("--to")
        {
            Description = "The folder to write to; files of the same names are replaced.",
            HelpName = "DIR",
            Required = true,
        }.IsPath();
        var command = new Command("sample", "Write the data or the model that a sample starts from.") { name, folder };
        command.SetBody(context, (arguments, _) =>
        {
            Write(arguments.GetRequiredValue(name), arguments.GetRequiredValue(folder));
            context.Terminal.Output.WriteLine($"{arguments.GetRequiredValue(name)} is in {arguments.GetRequiredValue(folder)}.");
            return Task.FromResult<Failure?>(null);
        });
        return command;
    }

    private static void Write(string name, string folder)
    {
        if (name == Quickstart)
        {
            QuickstartData.Write(folder);
        }
        else
        {
            QuickstartBase.Write(folder);
        }
    }
}
