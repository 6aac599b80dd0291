using RabbitMQ.Client;

namespace FedK8s.Core.Messaging;

/// <summary>Connections to the broker as its settings say, for the bus and for what looks at the broker beside it.</summary>
internal static class BrokerConnections
{
    // A peer that is gone without a word is noticed after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    public static ConnectionFactory Create(BrokerSettings settings, BrokerTls tls)
    {
        var factory = new ConnectionFactory
        {
            HostName = settings.Host,
            Port = settings.Port,
            VirtualHost = settings.VirtualHost,
            UserName = settings.User,
            Password = settings.Password,
            AutomaticRecoveryEnabled = false,
        };
        Apply(tls, factory);
        return factory;
    }

    /// <summary>What the bus's own settings cannot say, or say less strictly.</summary>
    public static void Apply(BrokerTls tls, ConnectionFactory factory)
    {
        factory.RequestedHeartbeat = Heartbeat;
        factory.RequestedConnectionTimeout = ConnectPatience;
        factory.Ssl = tls.Options;
    }
}
