using FedK8s.Core.Messaging;

namespace FedK8s.Core.Tests.Messaging;

public sealed class InMemoryBusTests : BusConformance
{
    private protected override Task<BusHost> StartAsync(params IReadOnlyList<BusEndpoint> endpoints) =>
        BusHost.StartAsync(broker: null, endpoints, Cancellation);
}
