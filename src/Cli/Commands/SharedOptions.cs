using System.CommandLine;
using System.CommandLine.Parsing;

namespace FedK8s.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class SharedOptions
{
    public Option<OutputFormat> Output { get; } = new("--output")
    {
        Description = "How to tell what happens; auto is live on a terminal and plain elsewhere.",
        HelpName = "auto|live|plain|json",
        Recursive = true,
        CustomParser = ParseFormat,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Print the trace of an error; FEDK8S_TRACE=1 does the same.",
        Recursive = true,
    };

    public bool IsJson(ParseResult arguments) => arguments.GetValue(Output) == OutputFormat.Json;

    public bool IsTraceWanted(ParseResult arguments) =>
        arguments.GetValue(Verbose) || Environment.GetEnvironmentVariable("FEDK8S_TRACE") == "1";

    private static OutputFormat ParseFormat(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (Enum.GetNames<OutputFormat>().Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<OutputFormat>(word, ignoreCase: true);
        }

        result.AddError($"--output: found {word}, wanted one of auto, live, plain, json.");
        return OutputFormat.Auto;
    }
}
