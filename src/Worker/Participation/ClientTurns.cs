using FedK8s.Contracts.Identity;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Decides which of the commands to one client is worked on. The key is (round, attempt). A newer one ends the work on
/// an older one; the one in hand, come again, and one older than any seen are passed over.
/// </summary>
internal sealed class ClientTurns
{
    private readonly Lock _lock = new();
    private (RoundNumber Round, int Attempt) _newest;
    private ClientTurn? _latest;
    private Task _earlierEnded = Task.CompletedTask;

    /// <summary>Waits until older work has ended; null where this command is to be passed over.</summary>
    public async Task<ClientTurn?> TakeAsync(RoundNumber round, int attempt, CancellationToken cancellationToken)
    {
        if (Begin((round, attempt), out var earlierEnded, cancellationToken) is not { } turn)
        {
            return null;
        }

        try
        {
            await earlierEnded.WaitAsync(turn.Cancellation);
            return turn;
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return null; // a still newer command has come
        }
    }

    private ClientTurn? Begin(
        (RoundNumber Round, int Attempt) key, out Task earlierEnded, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            earlierEnded = _earlierEnded;
            var order = key.CompareTo(_newest);
            if (order < 0 || (order == 0 && _latest is { IsEnded: false }))
            {
                return null;
            }

            _latest?.Supersede();
            _newest = key;
            _latest = ClientTurn.Begin(cancellationToken);
            _earlierEnded = Task.WhenAll(earlierEnded, _latest.Ended);
            return _latest;
        }
    }
}
