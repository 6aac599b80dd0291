using FedK8s.Core.Messaging;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Messages over the bus, each with a deadline, so that a broker that is away delays a run and never stops it.</summary>
internal sealed class BusMessages(IBus bus, TimeProvider time, ILogger<BusMessages> log) : IRunMessages
{
    /// <summary>How long a message is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task PublishAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class =>
        TryAsync(typeof(TEvent).Name, deadline => bus.Publish(@event, deadline), cancellationToken);

    public Task SendAsync<TCommand>(string queue, TCommand command, CancellationToken cancellationToken)
        where TCommand : class =>
        TryAsync(
            typeof(TCommand).Name,
            async deadline => await (await bus.GetSendEndpoint(QueueNames.Address(queue))).Send(command, deadline),
            cancellationToken);

    private async Task TryAsync(
        string message, Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A bus that is starting or stopping may not look at the token.
            await send(either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the transport throws, the store has the truth and the request is repeated after a silence.
            log.MessageNotSent(message, exception);
        }
    }
}
