using System.Collections.Concurrent;
using System.Diagnostics;
using FedK8s.Contracts.Events;
using MassTransit;

namespace FedK8s.Bench.Orchestration;

/// <summary>Notes when rounds are heard to open.</summary>
internal sealed class RoundWatch : IConsumer<RoundOpened>
{
    /// <summary>By round, in seconds of the machine's clock.</summary>
    public ConcurrentDictionary<int, double> OpenedAt { get; } = [];

    public Task Consume(ConsumeContext<RoundOpened> context)
    {
        OpenedAt.TryAdd(context.Message.Round.Value, (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);
        return Task.CompletedTask;
    }
}
