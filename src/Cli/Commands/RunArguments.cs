using FedK8s.Cli.Local;

namespace FedK8s.Cli.Commands;

/// <summary>What the command line says to <c>fedk8s run</c>.</summary>
/// <param name="File">The manifest, as written.</param>
/// <param name="Store">The run's folder instead of the manifest's, as written; null for the manifest's.</param>
/// <param name="IsFresh">Whether a run in the folder is removed first.</param>
/// <param name="Output">How to tell what happens.</param>
/// <param name="Settings">How to run it.</param>
internal sealed record RunArguments(string File, string? Store, bool IsFresh, OutputFormat Output, LocalSettings Settings)
{
    public bool IsJson => Output == OutputFormat.Json;
}
