using FedK8s.Aggregator.Intake;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FedK8s.Aggregator;

/// <summary>How a host takes the aggregator in.</summary>
public static class AggregatorRegistration
{
    /// <summary>
    /// Adds the loop that drives one run whose store belongs to this process, and <see cref="RunCompletion"/> to wait for its
    /// end. The host brings <see cref="RunStore"/>, with the run's document written, and the bus with <see cref="Endpoints"/>.
    /// </summary>
    public static IServiceCollection AddAggregator(this IServiceCollection services, RunId runId) => services
        .AddLoop(new() { RunId = runId })
        .AddSingleton<IRunDriver>(provider => provider.GetRequiredService<LoneRun>());

    /// <summary>
    /// Adds an aggregator that may be one of several on the same run: it drives the run while it holds the run's lease, and
    /// takes events from the bus only then. The host brings <see cref="RunStore"/> and <see cref="IBlobLeases"/> of the same
    /// store, and the bus with <see cref="ServiceEndpoints"/>. <see cref="RunCompletion"/> tells the end, and
    /// <see cref="AggregatorHealth"/> how it goes.
    /// </summary>
    public static IServiceCollection AddAggregatorService(this IServiceCollection services, AggregatorSettings settings)
    {
        services.TryAddSingleton<IRunEvents, BusEvents>();
        return services
            .AddLoop(settings)
            .AddSingleton<IRunDriver, LeasedRun>();
    }

    /// <summary>The queue on which the aggregator of a run listens, and to which events.</summary>
    public static IReadOnlyList<BusEndpoint> Endpoints(RunId runId) => [RunEndpoint.Of(runId)];

    /// <summary>The same, taken from only while this process drives the run.</summary>
    public static IReadOnlyList<BusEndpoint> ServiceEndpoints(RunId runId) => [RunEndpoint.Of(runId) with { IsConnectedLater = true }];

    private static IServiceCollection AddLoop(this IServiceCollection services, AggregatorSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRunMessages, BusMessages>();
        return services
            .AddSingleton(settings)
            .AddSingleton<Hints>()
            .AddSingleton<UpdateMetrics>()
            .AddSingleton(provider => new AggregatorHealth(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<RunCompletion>()
            .AddSingleton<LoneRun>()
            .AddLife(settings.RunId)
            .AddHostedService<RunService>();
    }

    // What a life of the loop knows goes with it.
    private static IServiceCollection AddLife(this IServiceCollection services, RunId runId) => services
        .AddScoped(_ => new RunMemory(runId))
        .AddScoped<RunView>()
        .AddScoped<SteadyTime>()
        .AddScoped<Listening>()
        .AddScoped<RunFile>()
        .AddScoped<RoundCheckpoint>()
        .AddScoped<UpdateJudge>()
        .AddScoped<CheckpointManifests>()
        .AddScoped<RunAnnouncer>()
        .AddScoped<RunAnnouncements>()
        .AddScoped<RunReader>()
        .AddScoped<RunActivities>()
        .AddScoped<RunObserver>()
        .AddScoped<ClientFacts>()
        .AddScoped<BlockPositionChoice>()
        .AddScoped<RoundAssignments>()
        .AddScoped<RoundOpener>()
        .AddScoped<RoundIntake>()
        .AddScoped<RoundCloser>()
        .AddScoped<CheckpointPruner>()
        .AddScoped<RunCommits>()
        .AddScoped<RunActor>()
        .AddScoped<WorkerRequests>()
        .AddScoped<RunLoop>();
}
