namespace FedK8s.Core.Messaging;

/// <summary>A queue and who takes its messages; a component names its endpoints and never configures the bus.</summary>
/// <param name="Queue">One of <see cref="QueueNames"/>, or a name of the process's own for events it only watches.</param>
/// <param name="Consumers">MassTransit consumer types, resolved from the process's services for each message.</param>
/// <param name="ConcurrentMessages">Messages in hand at a time, at least 1.</param>
public sealed record BusEndpoint(string Queue, IReadOnlyList<Type> Consumers, int ConcurrentMessages = 1)
{
    /// <summary>
    /// Messages that the broker sends ahead of those in hand, so that the next need not be asked for; they keep their order.
    /// Default 0: what waits stays where another process may take it.
    /// </summary>
    public int MessagesAhead { get; init; }

    /// <summary>
    /// Whether the queue is the process's own and goes when nobody listens, for events that are only watched. Default false:
    /// the queue keeps messages while its process is down.
    /// </summary>
    public bool IsTemporary { get; init; }

    /// <summary>
    /// Whether messages are taken only while <see cref="EndpointConnector"/> has the endpoint connected, so that of several
    /// processes with this queue one takes all of them. Default false: from the start of the bus to its end.
    /// </summary>
    public bool IsConnectedLater { get; init; }
}
