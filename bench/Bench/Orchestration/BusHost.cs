using FedK8s.Core.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FedK8s.Bench.Orchestration;

/// <summary>A process's end of the bus.</summary>
internal static class BusHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts it and returns once it listens on all of its queues.</summary>
    public static async Task<IHost> StartAsync(
        ServicePlace place, IReadOnlyList<BusEndpoint> endpoints, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        add(builder.Services);
        builder.Services.AddFedK8sBus(endpoints, place.Broker);
        var host = builder.Build();
        await host.StartAsync();
        var health = await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        return health == BusHealthStatus.Healthy
            ? host
            : throw new InvalidOperationException($"{endpoints.Count} queues are not listened on after {Patience}.");
    }
}
