using FedK8s.Aggregator.Intake;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Events;
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
        services.TryAddSingleton<IRunMessages, BusMessages>();
        return services
            .AddSingleton(new RunMemory(runId))
            .AddSingleton<Hints>()
            .AddSingleton<UpdateMetrics>()
            .AddSingleton<UpdateJudge>()
            .AddSingleton<RunAnnouncer>()
            .AddSingleton<RunObserver>()
            .AddSingleton<RoundOpener>()
            .AddSingleton<RoundIntake>()
            .AddSingleton<RoundCloser>()
            .AddSingleton<CheckpointPruner>()
            .AddSingleton<RunCommits>()
            .AddSingleton<RunActor>()
            .AddSingleton<WorkerRequests>()
            .AddSingleton<RunLoop>()
            .AddSingleton<RunCompletion>()
            .AddHostedService<RunService>();
    }

    /// <summary>The queue on which the aggregator of a run listens, and to which events.</summary>
    public static IReadOnlyList<BusEndpoint> Endpoints(RunId runId) =>
    [
        new(
            QueueNames.Aggregator(runId),
            [
                typeof(EventListener<ClientJoined>),
                typeof(EventListener<ClientFailed>),
                typeof(EventListener<CheckpointPrepared>),
                typeof(EventListener<CheckpointEvaluated>),
                typeof(EventListener<TrainingProgressed>),
                typeof(EventListener<UpdateSubmitted>),
            ]),
    ];
}
