using FedK8s.Core.Errors;

namespace FedK8s.Core.Services;

/// <summary>
/// Notices a bus that does not come back although the broker is there: the library gave a queue up. A new process connects
/// anew and goes on from what the store and its state folder hold.
/// </summary>
/// <param name="isConnected">Whether all queues of the process are listened to.</param>
/// <param name="isBrokerThere">Whether a connection of its own can be made now.</param>
/// <param name="clock">Measures the pauses.</param>
internal sealed class BusWatch(
    Func<bool> isConnected, Func<CancellationToken, Task<bool>> isBrokerThere, TimeProvider clock)
{
    // A broker that has just started is reached before its queues can be declared, and a bus tries again every few seconds.
    internal const int MostBadLooks = 24;

    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks again and again. A process that was halted meanwhile has not looked, so that time does not count.</summary>
    /// <exception cref="RunFailedException">The bus is stuck (FK9013), or the broker refuses access.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        for (var badLooks = 0; badLooks < MostBadLooks;)
        {
            await Task.Delay(Interval, clock, cancellationToken);
            badLooks = !isConnected() && await isBrokerThere(cancellationToken) && !isConnected() ? badLooks + 1 : 0;
        }

        throw new RunFailedException(
            ExitCodes.BusStuck,
            $"The broker was reached {MostBadLooks} times in a row, and for all that a queue of this process is not listened to; "
            + "wanted all of them back by then: start the process again.");
    }
}
