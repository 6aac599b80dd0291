using System.Text;
using FedK8s.Core.Errors;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Core.Messaging;

/// <summary>Looks into error queues and leaves everything there.</summary>
public static class BrokerErrors
{
    private const ushort NotFound = 404;
    private const string ReasonHeader = "MT-Fault-Message";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The queues that have errors, in the order in which they were asked for.</summary>
    /// <param name="broker">Where to look.</param>
    /// <param name="queues">Names as in <see cref="QueueNames"/>, not those of the error queues themselves.</param>
    /// <param name="clock">Measures the patience, which is 5 s for everything.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="IOException">The broker could not be reached, or did not answer, within that time; the message is one
    /// line without a full stop.</exception>
    /// <exception cref="RunFailedException">The broker refuses access.</exception>
    public static async Task<IReadOnlyList<QueueErrors>> ReadAsync(
        BrokerSettings broker, IEnumerable<string> queues, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(queues);
        var tls = new BrokerTls(broker);
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var connection = await BrokerConnections.Create(broker, tls).CreateConnectionAsync(either.Token);
            var found = new List<QueueErrors>();
            foreach (var queue in queues)
            {
                if (await FindAsync(connection, queue, either.Token) is { } errors)
                {
                    found.Add(errors);
                }
            }

            return found;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"broker {broker} does not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException)
        {
            throw BrokerRefusal.Find(exception, broker, tls)
                ?? (Exception)new IOException($"broker {broker} cannot be reached: {BrokerRefusal.Describe(exception)}", exception);
        }
    }

    private static async Task<QueueErrors?> FindAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            var oldest = await channel.BasicGetAsync(QueueNames.Errors(queue), autoAck: false, cancellationToken);
            if (oldest is null)
            {
                return null;
            }

            await channel.BasicNackAsync(oldest.DeliveryTag, multiple: false, requeue: true, cancellationToken);
            return new(queue, (int)oldest.MessageCount + 1, ReasonOf(oldest.BasicProperties));
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == NotFound)
        {
            return null; // an error queue is made by the first error
        }
    }

    private static string? ReasonOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(ReasonHeader, out var reason) == true && reason is byte[] text
            ? PrintableText.Of(Encoding.UTF8.GetString(text))
            : null;
}
