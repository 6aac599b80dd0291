using FedK8s.Contracts.Events;
using MassTransit;

namespace FedK8s.Core.Messaging;

/// <summary>What is particular to RabbitMQ: the connection, and how queues are declared there.</summary>
internal static class RabbitMqTransport
{
    // Of a queue that nobody listens to; longer than a process of a run that still lives is down.
    private static readonly TimeSpan Expiry = TimeSpan.FromDays(7);

    // Of a queue that is only watched, so that a watcher which has to connect again misses nothing.
    private static readonly TimeSpan TemporaryExpiry = TimeSpan.FromMinutes(1);

    // A heartbeat that is older says nothing any more.
    private static readonly TimeSpan HeartbeatLife = TimeSpan.FromMinutes(1);

    // The oldest go first. Messages are hints, and what they hint at is in the store.
    private const int LongestQueue = 10_000;

    // Without one a broker from 4.0 on drops what was given out twenty times, looking at an error queue included.
    private const int MostDeliveries = 1_000_000;

    public static void Connect(IRabbitMqBusFactoryConfigurator transport, BrokerSettings broker, BrokerAccess access, LeaderlessQueues leaderless)
    {
        transport.Host(broker.Host, (ushort)broker.Port, broker.VirtualHost, host =>
        {
            host.PublisherConfirmation = true;
            host.Username(broker.User);
            host.Password(broker.Password);
            host.OnRefreshConnectionFactory = async factory =>
            {
                BrokerConnections.Apply(new BrokerTls(broker), factory);
                await access.WaitAsync();
                await leaderless.DeleteAsync(access.Stopping);
            };
        });
        transport.ConfigurePublish(publish => publish.UseExecute(context =>
        {
            if (context is SendContext<TrainingProgressed>)
            {
                context.TimeToLive = HeartbeatLife;
            }
        }));
    }

    /// <summary>
    /// A queue that survives whatever happens to the broker, or one that goes with the process. The queue for its errors
    /// gets the same arguments.
    /// </summary>
    public static void Declare(IRabbitMqReceiveEndpointConfigurator receive, BusEndpoint endpoint)
    {
        if (endpoint.IsTemporary)
        {
            receive.Durable = false;
            receive.QueueExpiration = TemporaryExpiry;
        }
        else
        {
            receive.SetQuorumQueue();
            receive.SetQueueArgument("x-delivery-limit", MostDeliveries);
            receive.QueueExpiration = Expiry;
        }

        receive.SetQueueArgument("x-max-length", LongestQueue);
    }
}
