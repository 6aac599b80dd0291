using FedK8s.Core.Messaging;
using MassTransit;

namespace FedK8s.Core.Services;

/// <summary>Whether the bus is connected and all its queues are there. A service without it waits, and a new process would
/// wait as well.</summary>
internal sealed class BusHealth(IBusControl bus, BrokerSettings broker) : IHealthSource
{
    public string Name => "bus";

    public Health Look()
    {
        var isConnected = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        return new(IsAlive: true, isConnected, isConnected ? $"connected to {broker}" : $"waiting for {broker}");
    }
}
