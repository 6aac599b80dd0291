using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Core.Messaging;

/// <summary>The one place that configures the bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Adds the bus with its in-memory transport: everything in one process, nothing kept when it ends. That is enough,
    /// because messages are hints and the store is the truth.
    /// </summary>
    public static IServiceCollection AddFedK8sBus(this IServiceCollection services, IReadOnlyList<BusEndpoint> endpoints) =>
        services.AddMassTransit(bus =>
        {
            foreach (var consumer in endpoints.SelectMany(endpoint => endpoint.Consumers).Distinct())
            {
                bus.AddConsumer(consumer);
            }

            bus.UsingInMemory((context, transport) =>
            {
                foreach (var endpoint in endpoints)
                {
                    transport.ReceiveEndpoint(endpoint.Queue, receive =>
                    {
                        receive.PrefetchCount = endpoint.ConcurrentMessages;
                        receive.ConcurrentMessageLimit = endpoint.ConcurrentMessages;
                        foreach (var consumer in endpoint.Consumers)
                        {
                            receive.ConfigureConsumer(context, consumer);
                        }
                    });
                }
            });
        });
}
