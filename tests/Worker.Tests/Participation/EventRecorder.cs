using MassTransit;

namespace FedK8s.Worker.Tests.Participation;

/// <summary>Puts every event of a kind into the log.</summary>
internal sealed class EventRecorder<TEvent>(EventLog log) : IConsumer<TEvent>
    where TEvent : class
{
    public Task Consume(ConsumeContext<TEvent> context)
    {
        log.Add(context.Message);
        return Task.CompletedTask;
    }
}
