using MassTransit;

namespace FedK8s.Core.Messaging;

/// <summary>What an endpoint is on every transport: how many messages are in hand, who takes them, how often again.</summary>
internal static class EndpointLayout
{
    // Short, because a message is a hint that comes again; more than one, because a store may be away for a second.
    private const int Retries = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Growth = TimeSpan.FromMilliseconds(400); // drawn anew from 80 to 120 % of it

    public static void Apply(IReceiveEndpointConfigurator receive, BusEndpoint endpoint, IRegistrationContext context)
    {
        receive.PrefetchCount = endpoint.ConcurrentMessages + endpoint.MessagesAhead;
        receive.ConcurrentMessageLimit = endpoint.ConcurrentMessages;
        receive.PublishFaults = false; // nobody hears them: what failed is in the error queue and in the log
        receive.UseMessageRetry(retry => retry.Exponential(Retries, FirstWait, LongestWait, Growth));
        foreach (var consumer in endpoint.Consumers)
        {
            receive.ConfigureConsumer(context, consumer);
        }
    }
}
