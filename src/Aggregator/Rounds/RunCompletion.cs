using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The end of a run, for the host that waits for it.</summary>
public sealed class RunCompletion
{
    private readonly TaskCompletionSource<RunState> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Ends with the run's last state: <see cref="RunPhase.Complete"/>; <see cref="RunPhase.Failed"/> with code and message;
    /// or <see cref="RunPhase.Running"/> where the run is suspended. It is cancelled when the host stops, and it faults with
    /// <see cref="Core.Errors.RunFailedException"/> where the run cannot go on and its state could not say so: before
    /// checkpoint 0 is committed, or when the store fails or belongs to another aggregator.
    /// </summary>
    public Task<RunState> Task => _source.Task;

    internal void End(RunState state) => _source.TrySetResult(state);

    internal void Fail(Exception exception) => _source.TrySetException(exception);

    internal void Cancel() => _source.TrySetCanceled();
}
