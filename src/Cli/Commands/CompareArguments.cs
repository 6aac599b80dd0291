using FedK8s.Cli.Comparison;
using FedK8s.Cli.Local;

namespace FedK8s.Cli.Commands;

/// <summary>What the command line says to <c>fedk8s compare</c>.</summary>
/// <param name="File">The manifest, as written.</param>
/// <param name="Store">The run's folder instead of the manifest's, as written; null for the manifest's.</param>
/// <param name="To">Where the comparison goes, as written; null for a folder in the run's.</param>
/// <param name="Arms">Which of <see cref="Comparison.Arms.Names"/>.</param>
/// <param name="IsFresh">Whether runs in the arms' folders are removed first.</param>
/// <param name="Output">How to tell what happens.</param>
/// <param name="Settings">How to run the arms.</param>
internal sealed record CompareArguments(
    string File, string? Store, string? To, IReadOnlyList<string> Arms, bool IsFresh, OutputFormat Output, LocalSettings Settings)
{
    public bool IsJson => Output == OutputFormat.Json;

    /// <summary>The command that makes this comparison, or goes on with it.</summary>
    public string Command => string.Join(' ',
    [
        "fedk8s compare",
        ShellWord.Of(File),
        .. Option("--store", Store),
        .. Option("--to", To),
        .. Option("--arms", Arms.Count == Comparison.Arms.Names.Count ? null : string.Join(',', Arms)),
        .. Option("--parallel", Settings.Parallel?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        .. Option("--device", Settings.Device?.ToString().ToLowerInvariant()),
    ]);

    private static string[] Option(string name, string? value) => value is null ? [] : [$"{name} {ShellWord.Of(value)}"];
}
