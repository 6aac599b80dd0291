namespace FedK8s.Cli.Reporting;

/// <summary>Where a command's words go.</summary>
/// <param name="Output">Results and progress.</param>
/// <param name="Error">Problems, one line each.</param>
/// <param name="IsInteractive">Whether a person watches <paramref name="Output"/>, so that lines may be drawn again.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool IsInteractive)
{
    /// <summary>This process's own.</summary>
    public static Terminal OfProcess { get; } = new(
        Console.Out, Console.Error, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    /// <summary>Says why a command ends. Where nobody can hear it any more, the exit number says it alone.</summary>
    public static void Tell(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) // a closed or full output
        {
        }
    }
}
