using FedK8s.Core.Errors;

namespace FedK8s.Worker.Supervision;

/// <summary>What keeps this process from going on, for whoever waits for its end; the first reason counts.</summary>
internal sealed class WorkerFailure
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults with <see cref="RunFailedException"/>; it never ends otherwise.</summary>
    public Task Task => _source.Task;

    /// <summary>Says that the process cannot go on.</summary>
    public void Set(RunFailedException failure) => _source.TrySetException(failure);
}
