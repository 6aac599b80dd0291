namespace FedK8s.Cli.Tests.Runs;

/// <summary>Keeps what is written, and calls back at the first line that starts in a given way.</summary>
internal sealed class WatchedWriter(string start, Action found) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.StartsWith(start, StringComparison.Ordinal) == true)
        {
            found();
        }
    }
}
