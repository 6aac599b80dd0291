using FedK8s.Contracts.Commands;
using MassTransit;

namespace FedK8s.Bench.Orchestration;

/// <summary>Takes the commands to all virtual clients, each from a queue of its own.</summary>
internal sealed class TrainRoundListener(VirtualClients clients, IBus bus) : IConsumer<TrainRound>
{
    public Task Consume(ConsumeContext<TrainRound> context) =>
        clients.TrainAsync(context.Message, bus, context.CancellationToken);
}
