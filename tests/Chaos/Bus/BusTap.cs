using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Chaos.Bus;

/// <summary>
/// Reaches into the broker from the side, as nobody who takes part does. It goes by one property of the bus: a message for a
/// queue passes the exchange that has the queue's name.
/// </summary>
internal sealed class BusTap : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _turn = new(1);

    private BusTap(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Connects to a broker that is up, and again after it was down.</summary>
    public static async Task<BusTap> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = port,
            AutomaticRecoveryEnabled = true,
            NetworkRecoveryInterval = TimeSpan.FromSeconds(1),
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        return new(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Every queue of a run, and where its failed messages go.</summary>
    public static IEnumerable<string> QueuesOf(RunId run, IEnumerable<ClientId> clients) =>
        [.. clients.Select(client => QueueNames.Client(run, client)), QueueNames.Evaluator(run), QueueNames.Aggregator(run)];

    /// <summary>Removes queues with what is in them; they need not be there.</summary>
    public Task DeleteAsync(IEnumerable<string> queues) => InTurnAsync(async () =>
    {
        foreach (var queue in queues.SelectMany(queue => new[] { queue, $"{queue}_error", $"{queue}_skipped" }))
        {
            await _channel.QueueDeleteAsync(queue);
        }
    });

    /// <summary>Loses every message for a queue until the time is over, and what waits in it; without a time, until whoever
    /// listens to it starts anew.</summary>
    /// <returns>When it has begun; in it, when it is over.</returns>
    public async Task<Task> LoseAsync(string queue, TimeSpan? time)
    {
        await InTurnAsync(async () =>
        {
            await _channel.QueueUnbindAsync(queue, queue, routingKey: "");
            await _channel.QueuePurgeAsync(queue);
        });
        return time is { } length ? RestoreAsync(length) : Task.CompletedTask;

        async Task RestoreAsync(TimeSpan wait)
        {
            await Task.Delay(wait);
            await InTurnAsync(() => _channel.QueueBindAsync(queue, queue, routingKey: ""));
        }
    }

    /// <summary>Brings every message for a queue twice more: at once, and again after up to the longest wait, so that copies
    /// also come late and out of order.</summary>
    /// <param name="queue">It need not be there yet.</param>
    /// <param name="waits">How long each late copy waits, in the order of the messages.</param>
    /// <param name="copied">Called for each message.</param>
    public Task CopyAsync(string queue, Func<TimeSpan> waits, Action copied) => InTurnAsync(async () =>
    {
        await _channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true);
        var copies = (await _channel.QueueDeclareAsync()).QueueName; // ours alone, and gone with us
        await _channel.QueueBindAsync(copies, queue, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            var (properties, body) = (new BasicProperties(message.BasicProperties), message.Body.ToArray());
            copied();
            _ = PublishAsync(queue, properties, body, TimeSpan.Zero);
            _ = PublishAsync(queue, properties, body, waits());
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(copies, autoAck: true, consumer);
    });

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    // Past the exchange, so that a copy is not copied.
    private async Task PublishAsync(string queue, BasicProperties properties, byte[] body, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait);
            await InTurnAsync(() => _channel.BasicPublishAsync("", queue, mandatory: false, properties, body).AsTask());
        }
        catch (Exception exception)
            when (exception is AlreadyClosedException or ObjectDisposedException or OperationInterruptedException)
        {
            return; // a copy less
        }
    }

    private async Task InTurnAsync(Func<Task> act)
    {
        await _turn.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
