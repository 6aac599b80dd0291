using FedK8s.Cli.Reporting;
using FedK8s.Core.Errors;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Manifests;

/// <summary>How the problems of a manifest are told: all of them, and one reason for the process to end with.</summary>
internal static class ManifestReport
{
    /// <summary>
    /// The one failure that stands for all problems. Several are written to <paramref name="terminal"/> first, a line each.
    /// </summary>
    /// <param name="shown">The manifest's path as the user wrote it.</param>
    /// <param name="problems">At least one.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="json">Whether programs read along.</param>
    public static Failure Write(string shown, IReadOnlyList<ManifestProblem> problems, Terminal terminal, bool json)
    {
        if (json)
        {
            foreach (var problem in problems)
            {
                terminal.Output.WriteLine(JsonLine.Of(Event(shown, problem)));
            }
        }

        var code = problems.All(problem => problem.Code == ExitCodes.FileNotFound)
            ? ExitCodes.FileNotFound
            : ExitCodes.InvalidManifest;
        if (problems is [var only])
        {
            return new(code, $"{shown}:{only}");
        }

        foreach (var problem in problems)
        {
            terminal.Error.WriteLine($"{shown}:{problem}");
        }

        return new(code, $"{shown}: found {problems.Count} problems, wanted none; correct the lines above");
    }

    /// <summary>Says once which fields a single process has no use for.</summary>
    public static void WriteNotApplying(IReadOnlyList<string> fields, Terminal terminal)
    {
        if (fields.Count > 0)
        {
            terminal.Output.WriteLine($"Only a cluster acts on {string.Join(", ", fields)}; here they are read and left alone.");
        }
    }

    private static object Event(string shown, ManifestProblem problem) => new
    {
        Event = "problem",
        problem.Code.Code,
        File = shown,
        problem.Position.Line,
        problem.Position.Column,
        problem.Path,
        problem.Found,
        problem.Wanted,
        problem.Cure,
    };
}
