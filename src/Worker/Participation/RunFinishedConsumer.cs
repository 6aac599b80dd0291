using FedK8s.Contracts.Events;
using MassTransit;

namespace FedK8s.Worker.Participation;

/// <summary>Has <see cref="RunWatch"/> look at once when a run has ended. Idempotent: looking changes nothing.</summary>
internal sealed class RunFinishedConsumer(RunWatch watch) : IConsumer<RunFinished>
{
    public Task Consume(ConsumeContext<RunFinished> context)
    {
        watch.Wake();
        return Task.CompletedTask;
    }
}
