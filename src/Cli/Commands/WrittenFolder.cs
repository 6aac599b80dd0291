using FedK8s.Cli.Reporting;

namespace FedK8s.Cli.Commands;

/// <summary>Says what a command has written for other programs.</summary>
internal static class WrittenFolder
{
    /// <param name="name">The event's name in JSON.</param>
    /// <param name="folder">Absolute.</param>
    /// <param name="json">Whether to say it in JSON.</param>
    /// <param name="output">To whom.</param>
    public static void Tell(string name, string folder, bool json, TextWriter output)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        output.WriteLine(json
            ? JsonLine.Of(new { Event = name, Folder = folder, Files = files })
            : $"{folder} holds {string.Join(", ", files)}");
    }
}
