using FedK8s.Core.Messaging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The aggregator's queue on the bus, taken from only while this process drives the run.</summary>
internal sealed class BusEvents(EndpointConnector connector, AggregatorSettings settings) : IRunEvents
{
    public IAsyncDisposable Connect() => connector.Connect(RunEndpoint.Of(settings.RunId));
}
