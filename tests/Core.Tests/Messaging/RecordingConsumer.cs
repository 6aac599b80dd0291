using System.Text;
using FedK8s.Contracts.Events;
using MassTransit;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>Records what it is given of its queue's run. Tests share a broker, and an event reaches the queues of every run.</summary>
internal sealed class RecordingConsumer<TMessage>(Received received) : IConsumer<TMessage>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context)
    {
        var queue = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        if (queue.StartsWith($"fedk8s.{RunOf(context.Message)}.", StringComparison.Ordinal))
        {
            received.Add(queue, context.Message, Encoding.UTF8.GetString(context.ReceiveContext.Body.GetBytes()));
        }

        return Task.CompletedTask;
    }

    private static object? RunOf(TMessage message) => typeof(TMessage).GetProperty(nameof(RunFinished.RunId))!.GetValue(message);
}
