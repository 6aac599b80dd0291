using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Core.Messaging;

/// <summary>Takes messages from an endpoint for a part of the process's life; at other times they wait in the queue.</summary>
public sealed class EndpointConnector(IReceiveEndpointConnector connector, IServiceProvider services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Begins to take messages, as soon as the broker is there, until what is returned is disposed.</summary>
    public IAsyncDisposable Connect(BusEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var handle = connector.ConnectReceiveEndpoint(endpoint.Queue, (_, receive) =>
        {
            receive.PrefetchCount = endpoint.ConcurrentMessages;
            receive.ConcurrentMessageLimit = endpoint.ConcurrentMessages;
            foreach (var consumer in endpoint.Consumers)
            {
                receive.Consumer(consumer, type => ActivatorUtilities.CreateInstance(services, type));
            }
        });
        return new Connection(handle);
    }

    private sealed class Connection(HostReceiveEndpointHandle handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var timeout = new CancellationTokenSource(Patience);
            try
            {
                await handle.StopAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                // A broker that is away has nothing to be told.
            }
        }
    }
}
