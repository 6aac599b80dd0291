using MassTransit;

namespace FedK8s.Core.Messaging;

/// <summary>
/// Takes messages from an endpoint for a part of the process's life; at other times they wait in its queue. The endpoint is
/// one of those that the bus was added with, and <see cref="BusEndpoint.IsConnectedLater"/>.
/// </summary>
public sealed class EndpointConnector(IReceiveEndpointConnector connector, TimeProvider clock)
{
    /// <summary>Begins to take messages, as soon as the broker is there, until what is returned is disposed.</summary>
    public EndpointConnection Connect(BusEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var handle = connector.ConnectReceiveEndpoint(endpoint.Queue, (context, receive) =>
        {
            if (receive is IRabbitMqReceiveEndpointConfigurator queue)
            {
                RabbitMqTransport.Declare(queue, endpoint);
            }

            EndpointLayout.Apply(receive, endpoint, context);
        });
        return new(handle, clock);
    }
}
