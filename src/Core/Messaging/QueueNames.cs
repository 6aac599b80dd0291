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

    /// <summary>The address that a command is sent to.</summary>
    public static Uri Address(string queue) => new($"queue:{queue}");
}
