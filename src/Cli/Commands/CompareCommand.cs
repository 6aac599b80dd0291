using System.CommandLine;
using FedK8s.Cli.Comparison;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s compare FILE</c>: the run beside one with all data in one place and one for each client alone.</summary>
internal static class CompareCommand
{
    public static string[] Examples { get; } =
    [
        "fedk8s compare run.yaml                             federated, centralised and local-only, one after the other",
        "fedk8s compare run.yaml --arms federated,local-only       without pooling the data",
        "fedk8s compare run.yaml --to comparison             tables and the other arms' runs somewhere else",
    ];

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A FederatedRun manifest." }.IsPath();
        var options = new RunOptions();
        var arms = CreateArms();
        var to = new Option<string?>("--to")
        {
            Description = "Where the tables and the other arms' runs go; by default the folder compare in the run's.",
            HelpName = "DIR",
        }.IsPath();
        var fresh = new Option<bool>("--fresh")
        {
            Description = "Remove the runs that the arms' folders hold, the run's own among them, and start from the base model.",
        };
        var command = new Command("compare", "Find out whether federation is worth it for a manifest.")
        {
            file, arms, to, options.Store, options.Parallel, options.Device, fresh,
        };
        command.SetBody(context, (parsed, cancellationToken) =>
        {
            var arguments = new CompareArguments(
                parsed.GetRequiredValue(file),
                parsed.GetValue(options.Store),
                parsed.GetValue(to),
                parsed.GetValue(arms) ?? Arms.Names,
                parsed.GetValue(fresh),
                parsed.GetValue(context.Shared.Output),
                options.Settings(parsed));
            return new CompareExecution(arguments, context).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Option<IReadOnlyList<string>?> CreateArms()
    {
        var arms = new Option<IReadOnlyList<string>?>("--arms")
        {
            Description = $"Which of {string.Join(", ", Arms.Names)}, with commas between; by default all.",
            HelpName = "NAMES",
        };
        arms.CustomParser = result =>
        {
            var words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
            if (words.FirstOrDefault(word => !Arms.Names.Contains(word, StringComparer.Ordinal)) is { } stranger)
            {
                result.AddError($"--arms: found {stranger}, wanted some of {string.Join(", ", Arms.Names)}.");
            }

            return [.. Arms.Names.Where(words.Contains)];
        };
        return arms;
    }
}
