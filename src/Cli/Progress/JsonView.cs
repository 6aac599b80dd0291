using FedK8s.Cli.Reporting;

namespace FedK8s.Cli.Progress;

/// <summary>A JSON object a line for every event, for programs.</summary>
internal sealed class JsonView(TextWriter output) : IProgressView
{
    public void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now)
    {
        if (JsonEvents.Of(@event, after, now) is { } value)
        {
            output.WriteLine(JsonLine.Of(value));
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
