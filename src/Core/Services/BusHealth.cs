using FedK8s.Core.Messaging;
using MassTransit;

namespace FedK8s.Core.Services;

/// <summary>Whether the bus is connected and all its queues are there. A service without it waits, and a new process would
/// wait as well.</summary>
internal sealed class BusHealth(IBusControl bus, BrokerSettings broker) : IHealthSource
{
    public string Name => "bus";

    /// <summary>Whether all queues of the process are listened to.</summary>
    public bool IsConnected => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    public Health Look()
    {
        var isConnected = IsConnected;
        return new(IsAlive: true, isConnected, isConnected ? $"connected to {broker}" : $"waiting for {broker}");
    }
}
