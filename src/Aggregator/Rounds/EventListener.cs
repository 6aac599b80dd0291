using MassTransit;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Passes an event on to the run's loop. It decides nothing, so an event may come twice, late, or never.</summary>
internal sealed class EventListener<TEvent>(Hints hints) : IConsumer<TEvent>
    where TEvent : class
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        hints.Tell(context.Message);
        return Task.CompletedTask;
    }
}
