using FedK8s.Core.Errors;

namespace FedK8s.Worker.Supervision;

/// <summary>
/// Notices work that goes on without getting on: a step, or a batch of a measurement, that takes longer than the deadline. A
/// process that was paused meanwhile did not have that time, so after a pause every work is granted all of it again.
/// </summary>
internal sealed class StepWatch
{
    private const int LooksInDeadline = 20;

    private static readonly TimeSpan LongestPauseOfLooks = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _deadline;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly HashSet<WatchedWork> _atWork = [];
    private long _lookedAt;

    /// <param name="deadline">The longest that a step or batch may take.</param>
    /// <param name="time">Its timestamps count.</param>
    public StepWatch(TimeSpan deadline, TimeProvider time)
    {
        (_deadline, _time, _lookedAt) = (deadline, time, time.GetTimestamp());
        var interval = deadline / LooksInDeadline;
        _interval = interval < LongestPauseOfLooks ? interval : LongestPauseOfLooks;
    }

    /// <summary>Whether no work was found stuck so far.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Watches a work from now until the result is disposed.</summary>
    /// <param name="name">As a message names it: <c>client a, round 3</c>.</param>
    public WatchedWork Begin(string name)
    {
        lock (_atWork)
        {
            var work = new WatchedWork(this, name, _time);
            _atWork.Add(work);
            return work;
        }
    }

    /// <summary>Looks again and again, until work is stuck.</summary>
    /// <exception cref="RunFailedException">Work is stuck (FK3007).</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        string? stuck;
        while ((stuck = Look()) is null)
        {
            await Task.Delay(_interval, _time, cancellationToken);
        }

        throw new RunFailedException(
            ExitCodes.WorkerStuck,
            $"{stuck} took no step for {_deadline.TotalSeconds:0} s; wanted one at least as often: look at the device, or raise "
            + "FEDK8S_STEP_DEADLINE_SECONDS.");
    }

    /// <summary>The name of a work that is stuck; null where there is none.</summary>
    internal string? Look()
    {
        lock (_atWork)
        {
            var wasPaused = _time.GetElapsedTime(_lookedAt) > 2 * _interval;
            _lookedAt = _time.GetTimestamp();
            foreach (var work in wasPaused ? _atWork : [])
            {
                work.Step();
            }

            var stuck = _atWork.FirstOrDefault(work => _time.GetElapsedTime(work.SteppedAt) >= _deadline);
            IsAlive = stuck is null;
            return stuck?.Name;
        }
    }

    internal void End(WatchedWork work)
    {
        lock (_atWork)
        {
            _atWork.Remove(work);
        }
    }
}
