namespace FedK8s.Cli.Progress;

/// <summary>A line for every event worth telling, for logs and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IProgressView
{
    public void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now)
    {
        if (PlainStory.Line(before, @event, after, now) is { } line)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
