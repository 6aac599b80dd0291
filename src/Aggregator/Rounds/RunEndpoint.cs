using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The queue on which the aggregator of a run listens, and to which events.</summary>
internal static class RunEndpoint
{
    // Taking an event in is nothing beside the way to the broker and back.
    private const int EventsAhead = 64;

    public static BusEndpoint Of(RunId runId) => new(
        QueueNames.Aggregator(runId),
        [
            typeof(EventListener<ClientJoined>),
            typeof(EventListener<ClientFailed>),
            typeof(EventListener<CheckpointPrepared>),
            typeof(EventListener<CheckpointEvaluated>),
            typeof(EventListener<TestSplitEvaluated>),
            typeof(EventListener<TrainingProgressed>),
            typeof(EventListener<UpdateSubmitted>),
        ])
    {
        MessagesAhead = EventsAhead,
    };
}
