using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FedK8s.Core.Messaging;

/// <summary>The one place that configures the bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Adds the bus with its in-memory transport: everything in one process, nothing kept when it ends. That is enough,
    /// because messages are hints and the store is the truth.
    /// </summary>
    public static IServiceCollection AddFedK8sBus(this IServiceCollection services, IReadOnlyList<BusEndpoint> endpoints) =>
        services.AddSingleton<EndpointConnector>().AddMassTransit(bus =>
        {
            AddConsumers(bus, endpoints);
            bus.UsingInMemory((context, transport) =>
            {
                foreach (var endpoint in endpoints.Where(endpoint => !endpoint.IsConnectedLater))
                {
                    transport.ReceiveEndpoint(endpoint.Queue, receive => EndpointLayout.Apply(receive, endpoint, context));
                }
            });
        });

    /// <summary>
    /// Adds the bus over RabbitMQ, and <see cref="BrokerAccess"/>, which connects it for as long as the process lives. What
    /// the libraries say about each failed attempt is left out of the log; <see cref="BrokerAccess"/> says it once.
    /// </summary>
    /// <param name="services">Of a host with logging.</param>
    /// <param name="endpoints">The queues of this process, each with its own name.</param>
    /// <param name="broker">Where the broker is and what lets us in.</param>
    public static IServiceCollection AddFedK8sBus(
        this IServiceCollection services, IReadOnlyList<BusEndpoint> endpoints, BrokerSettings broker)
    {
        services.Configure<LoggerFilterOptions>(options => options.AddFilter("MassTransit", LogLevel.Error));
        services.AddSingleton(provider => new LeaderlessQueues(
            broker,
            [.. endpoints.Where(endpoint => !endpoint.IsTemporary).Select(endpoint => endpoint.Queue)],
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<BrokerAccess>>()));
        services.AddSingleton(provider => new BrokerAccess(
            broker,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<BrokerAccess>>(),
            provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None));
        return services.AddSingleton<EndpointConnector>().AddMassTransit(bus =>
        {
            AddConsumers(bus, endpoints);
            bus.UsingRabbitMq((context, transport) =>
            {
                RabbitMqTransport.Connect(
                    transport,
                    broker,
                    context.GetRequiredService<BrokerAccess>(),
                    context.GetRequiredService<LeaderlessQueues>());
                foreach (var endpoint in endpoints.Where(endpoint => !endpoint.IsConnectedLater))
                {
                    transport.ReceiveEndpoint(endpoint.Queue, receive =>
                    {
                        RabbitMqTransport.Declare(receive, endpoint);
                        EndpointLayout.Apply(receive, endpoint, context);
                    });
                }
            });
        });
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus, IReadOnlyList<BusEndpoint> endpoints)
    {
        foreach (var consumer in endpoints.SelectMany(endpoint => endpoint.Consumers).Distinct())
        {
            bus.AddConsumer(consumer);
        }
    }
}
