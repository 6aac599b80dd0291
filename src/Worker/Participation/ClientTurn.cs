namespace FedK8s.Worker.Participation;

/// <summary>
/// The right to work on one command to a client, taken from <see cref="ClientTurns"/>; disposing it ends the work.
/// </summary>
internal sealed class ClientTurn : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClientTurn(CancellationTokenSource source)
    {
        _source = source;
        Cancellation = source.Token;
    }

    /// <summary>Asked for when a newer command has come or the process is to stop.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether a newer command has come while this one was worked on.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Done when the work has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the work has ended.</summary>
    public bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>A turn that ends early when <paramref name="cancellationToken"/> asks for it.</summary>
    public static ClientTurn Begin(CancellationToken cancellationToken) =>
        new(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));

    /// <summary>Asks the work to end, unless it has.</summary>
    public void Supersede()
    {
        lock (_lock)
        {
            if (!IsEnded)
            {
                IsSuperseded = true;
                _ = _source.CancelAsync(); // whoever waits goes on elsewhere, not under this lock
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _source.Dispose();
            _ended.TrySetResult();
        }
    }
}
