using System.Collections.Concurrent;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>
/// The models of this process, shared by the clients that it plays and the evaluator: at most so many at work at a
/// time. A lane's model is loaded once and then kept, because whoever takes the lane first puts a checkpoint's weights
/// into all that training changes.
/// </summary>
internal sealed class TrainingLanes(WorkerSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _free = new(settings.Lanes);
    private readonly ConcurrentBag<TunedModel> _idle = [];

    /// <summary>Waits for a lane. Disposing it gives it back.</summary>
    /// <param name="run">Whose model it is to hold.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TrainingLane> TakeAsync(RunModel run, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new(this, run, _idle.TryTake(out var model) ? model : null);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var model))
        {
            model.Dispose();
        }

        _free.Dispose();
    }

    internal void GiveBack(TunedModel? model)
    {
        if (model is not null)
        {
            _idle.Add(model);
        }

        _free.Release();
    }
}
