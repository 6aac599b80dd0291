using MassTransit;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Tells the run what was done. What it speaks of is in the store, or is said again when the run asks, so an event that cannot
/// be sent in time is dropped. Whoever handles a message must not wait without end, because the bus cannot mend its connection
/// under a handler.
/// </summary>
internal sealed partial class RunEvents(IBus bus, TimeProvider time, ILogger<RunEvents> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Returns once the broker has confirmed the event, or it was dropped.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task TellAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await bus.Publish(@event, either.Token).WaitAsync(either.Token); // a bus that is stopping may not look at the token
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogDropped(exception, @event);
        }
    }

    /// <summary>
    /// The same without end: returns once the broker has confirmed the event, however long that takes. Not for whoever handles a message.
    /// </summary>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task TellAtLastAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class
    {
        for (var isTold = false; !isTold;)
        {
            try
            {
                await bus.Publish(@event, cancellationToken).WaitAsync(cancellationToken);
                isTold = true;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // A connection that breaks under a publish shows itself as whatever the library was at.
                LogAgain(exception, @event);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(3904, LogLevel.Warning, "The broker went away under an event, which is told again: {Event}")]
    private partial void LogAgain(Exception exception, object @event);

    [LoggerMessage(3903, LogLevel.Warning, "The broker is away, so that the run does not hear of it: {Event}")]
    private partial void LogDropped(Exception exception, object @event);
}
