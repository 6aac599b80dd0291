using System.Text;
using MassTransit;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>Records what it is given.</summary>
internal sealed class RecordingConsumer<TMessage>(Received received) : IConsumer<TMessage>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context)
    {
        var queue = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        received.Add(queue, context.Message, Encoding.UTF8.GetString(context.ReceiveContext.Body.GetBytes()));
        return Task.CompletedTask;
    }
}
