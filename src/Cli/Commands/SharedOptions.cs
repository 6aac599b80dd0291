using System.CommandLine;

namespace FedK8s.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal static class SharedOptions
{
    public static Option<OutputFormat> Output { get; } = new("--output")
    {
        Description = "How to tell what happens; auto is live on a terminal and plain elsewhere.",
        HelpName = "auto|live|plain|json",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Print the trace of an error; FEDK8S_TRACE=1 does the same.",
        Recursive = true,
    };

    public static bool IsJson(ParseResult arguments) => arguments.GetValue(Output) == OutputFormat.Json;

    public static bool IsTraceWanted(ParseResult arguments) =>
        arguments.GetValue(Verbose) || Environment.GetEnvironmentVariable("FEDK8S_TRACE") == "1";
}
