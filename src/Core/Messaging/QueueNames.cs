using FedK8s.Contracts.Identity;

namespace FedK8s.Core.Messaging;

/// <summary>The queues of a run. Commands go to a queue, events to whoever subscribes.</summary>
public static class QueueNames
{
    /// <summary>The commands to one client's worker.</summary>
    public static string Client(RunId run, ClientId client) => $"fedk8s.{run}.client.{client}";

    /// <summary>The commands to the evaluator.</summary>
    public static string Evaluator(RunId run) => $"fedk8s.{run}.evaluator";

    /// <summary>The events that the aggregator hears.</summary>
    public static string Aggregator(RunId run) => $"fedk8s.{run}.aggregator";

    /// <summary>Where the messages of a queue go that its consumer gave up on.</summary>
    public static string Errors(string queue) => $"{queue}_error";

    /// <summary>
    /// The address that a command is sent to: what is bound to the queue, not the queue itself, which only its owner
    /// declares. A command to a queue that was never declared is lost, as any message may be.
    /// </summary>
    public static Uri Address(string queue) => new($"exchange:{queue}");
}
