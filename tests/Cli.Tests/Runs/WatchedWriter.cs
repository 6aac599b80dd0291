namespace FedK8s.Cli.Tests.Runs;

/// <summary>Keeps what is written, and calls back once lines that start in given ways have come, one after the other.</summary>
internal sealed class WatchedWriter(Action found, params string[] starts) : StringWriter
{
    private int _seen;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (_seen < starts.Length && value?.StartsWith(starts[_seen], StringComparison.Ordinal) == true && ++_seen == starts.Length)
        {
            found();
        }
    }
}
