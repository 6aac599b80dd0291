using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Core.Messaging;

/// <summary>
/// Deletes those of a process's queues that answer nobody, so that the bus declares them anew. RabbitMQ 3.10 leaves a quorum
/// queue without a leader, for ever, where it was killed within a second of the queue's declaration. What was in such a queue
/// is lost, as any message may be.
/// </summary>
internal sealed partial class LeaderlessQueues(
    BrokerSettings settings, IReadOnlyList<string> queues, TimeProvider clock, ILogger<BrokerAccess> log)
{
    // A broker that is busy answers late; one that has just started elects leaders within a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks at every queue. A broker that goes away meanwhile is looked at again before the next connection.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection =
                await BrokerConnections.Create(settings, new BrokerTls(settings)).CreateConnectionAsync(cancellationToken);
            foreach (var queue in queues)
            {
                if (!await AnswersAsync(connection, queue, cancellationToken))
                {
                    LogLeaderless(queue, settings);
                    await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                    await channel.QueueDeleteAsync(queue, cancellationToken: cancellationToken);
                }
            }
        }
        catch (Exception exception) when (IsOfTheBroker(exception) && !cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> AnswersAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, either.Token) is { } message)
            {
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, either.Token);
            }

            await channel.DisposeAsync();
            return true;
        }
        catch (OperationInterruptedException)
        {
            return true; // the queue is not there yet, or is another process's alone
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return false; // the channel still waits for the queue; it goes with the connection
        }
    }

    private static bool IsOfTheBroker(Exception exception) =>
        exception is RabbitMQClientException or IOException or OperationCanceledException or TimeoutException;

    [LoggerMessage(9103, LogLevel.Warning, "Queue {Queue} of broker {Broker} has no leader and is declared anew")]
    private partial void LogLeaderless(string queue, BrokerSettings broker);
}
