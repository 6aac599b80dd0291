using FedK8s.Cli.Progress;
using FedK8s.Contracts.Events;

namespace FedK8s.Cli.Local;

/// <summary>Keeps the progress of one run and shows every change of it, one event after the other.</summary>
internal sealed class ProgressFeed(RunProgress begin, IProgressView view, TimeProvider clock)
{
    private readonly Lock _applying = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunProgress _progress = begin;

    public RunProgress Progress
    {
        get
        {
            lock (_applying)
            {
                return _progress;
            }
        }
    }

    /// <summary>Ends when the news that the run has ended came; it is the last of them.</summary>
    public Task Ended => _ended.Task;

    public void Hear(object @event)
    {
        lock (_applying)
        {
            var now = clock.GetUtcNow();
            var after = ProgressRules.Apply(_progress, @event, now);
            view.Show(_progress, @event, after, now);
            _progress = after;
        }

        if (@event is RunFinished)
        {
            _ended.TrySetResult();
        }
    }
}
