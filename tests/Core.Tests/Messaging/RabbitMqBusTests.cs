using FedK8s.Core.Messaging;

namespace FedK8s.Core.Tests.Messaging;

public sealed class RabbitMqBusTests(BrokerFixture broker) : BusConformance
{
    private protected override async Task<BusHost> StartAsync(params IReadOnlyList<BusEndpoint> endpoints) =>
        await BusHost.StartAsync((await broker.StartAsync()).Settings, endpoints, Cancellation);
}
