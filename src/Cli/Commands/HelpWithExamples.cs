using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FedK8s.Cli.Commands;

/// <summary>The usual help, followed by commands to copy.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction usual, IReadOnlyDictionary<Command, string[]> examples)
    : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        return result;
    }

    /// <summary>Puts the examples behind the help of <paramref name="root"/> and of the commands below it.</summary>
    public static void AddTo(RootCommand root, IReadOnlyDictionary<Command, string[]> examples)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is SynchronousCommandLineAction usual)
            {
                help.Action = new HelpWithExamples(usual, examples);
            }
        }
    }
}
