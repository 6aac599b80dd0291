using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>The right to use one model, taken from <see cref="TrainingLanes"/>; for one caller at a time.</summary>
internal sealed class TrainingLane(TrainingLanes lanes, RunModel run, TunedModel? model) : IDisposable
{
    private TunedModel? _model = model;

    /// <summary>
    /// Runs work on the lane's model, on a thread of its own: training keeps a thread busy for minutes, which the
    /// pool's threads are not for, and dispose scopes do not outlive a change of threads.
    /// </summary>
    public Task<T> RunAsync<T>(Func<TunedModel, T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => work(_model ??= run.CreateModel()),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    public void Dispose() => lanes.GiveBack(_model);
}
