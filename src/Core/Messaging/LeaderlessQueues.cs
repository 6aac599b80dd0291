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
    BrokerSettings settings, IReadOnlyList<string> queues, BrokerAccess access, TimeProvider clock, ILogger<BrokerAccess> log)
{
    private const ushort AccessRefused = 403;

    // A broker that is busy answers late; one that has just started elects leaders within a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks at every queue. A broker that goes away meanwhile is looked at again before the next connection.</summary>
    /// <exception cref="Errors.RunFailedException">The user may not read a queue.</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var tls = new BrokerTls(settings);
        try
        {
            await using var connection = await BrokerConnections.Create(settings, tls).CreateConnectionAsync(cancellationToken);
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
            if (BrokerRefusal.Find(exception, settings, tls) is { } refusal)
            {
                throw access.Refuse(refusal);
            }
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
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode != AccessRefused)
        {
            return true; // the queue is not there yet
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
