using FedK8s.Contracts.Commands;
using FedK8s.Core.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Core.Tests.Messaging;

public sealed class RabbitMqBusTests(BrokerFixture broker) : BusConformance
{
    private const long SevenDays = 7 * 24 * 60 * 60 * 1000;

    // A queue can be declared again only with the arguments that it has.
    [Theory]
    [InlineData("quorum", true)]
    [InlineData("classic", false)]
    public async Task The_queues_are_quorum_queues(string type, bool isSo)
    {
        var queue = QueueNames.Evaluator(Run);
        await using var host = await StartAsync(new BusEndpoint(queue, [typeof(RecordingConsumer<PrepareCheckpoint>)]));
        var settings = await broker.StartAsync();
        await using var connection = await new ConnectionFactory { HostName = settings.Host, Port = settings.Port }
            .CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);

        var refusal = await Record.ExceptionAsync(() => channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = type,
                ["x-expires"] = SevenDays,
                ["x-max-length"] = 10_000,
                ["x-delivery-limit"] = 1_000_000,
            },
            cancellationToken: Cancellation));

        Assert.Equal(isSo, refusal is null);
        Assert.True(refusal is null or OperationInterruptedException { ShutdownReason.ReplyCode: 406 });
    }

    private protected override async Task<BusHost> StartAsync(params IReadOnlyList<BusEndpoint> endpoints) =>
        await BusHost.StartAsync(await broker.StartAsync(), endpoints, Cancellation);
}
