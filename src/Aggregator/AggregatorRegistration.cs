using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FedK8s.Aggregator;

/// <summary>How a host takes the aggregator in.</summary>
public static class AggregatorRegistration
{
    /// <summary>
    /// Adds the loop that drives one run, and <see cref="RunCompletion"/> to wait for its end. The host brings
    /// <see cref="Core.Checkpoints.RunStore"/>, with the run's document written, and the bus with <see cref="Endpoints"/>.
    /// </summary>
    public static IServiceCollection AddAggregator(this IServiceCollection services, RunId runId)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunCompletion>();
        return services;
    }

    /// <summary>The queue on which the aggregator of a run listens.</summary>
    public static IReadOnlyList<BusEndpoint> Endpoints(RunId runId) => [new(QueueNames.Aggregator(runId), [])];
}
