using FedK8s.Cli.Progress;
using FedK8s.Contracts.Events;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Local;

/// <summary>Keeps the progress of one run and shows every change of it, one event after the other.</summary>
internal sealed class ProgressFeed(RunProgress begin, IProgressView view, TimeProvider clock)
{
    private static readonly ExitCode[] StoreFailures = [ExitCodes.DiskFull, ExitCodes.OutputNotWritable];

    private readonly Lock _applying = new();
    private readonly TaskCompletionSource _storeFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>
    /// Faults when a client could not write to the store. Here all share it, so that this is no client's own trouble to be
    /// averaged without: the run has to stop and go on once the store is well.
    /// </summary>
    public Task StoreFailed => _storeFailed.Task;

    public void Hear(object @event)
    {
        lock (_applying)
        {
            var now = clock.GetUtcNow();
            var after = ProgressRules.Apply(_progress, @event, now);
            view.Show(_progress, @event, after, now);
            _progress = after;
        }

        switch (@event)
        {
            case RunFinished:
                _ended.TrySetResult();
                break;
            case ClientFailed failed when StoreFailures.FirstOrDefault(code => code.Code == failed.Code) is { } code:
                _storeFailed.TrySetException(new RunFailedException(code, failed.Message));
                break;
            default:
                break;
        }
    }
}
