using FedK8s.Contracts.Identity;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using FedK8s.Core.Services;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Supervision;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker;

/// <summary>What a host needs to have this process play clients, the evaluator, or both.</summary>
public static class WorkerRegistration
{
    // One command is worked on and the others are judged meanwhile: a newer one ends the work on an older one.
    private const int CommandsInHand = 4;

    /// <summary>
    /// Adds <see cref="Participants"/> and what stands behind it. The host adds logging, the bus and a
    /// <see cref="Core.Checkpoints.RunStore"/>, starts the bus, and then calls <see cref="Participants.JoinAsync(CancellationToken)"/>.
    /// </summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, WorkerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Lanes, 1);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(settings)
            .AddSingleton<TrainingLanes>()
            .AddSingleton<CommandWork>()
            .AddSingleton<RunEvents>()
            .AddSingleton(new ClientStates(settings.StateFolder, settings.RunId))
            .AddSingleton(provider => new StepWatch(settings.StepDeadline, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<WorkerFailure>()
            .AddSingleton<Failures>()
            .AddSingleton<RunWatch>()
            .AddSingleton<WorkerLife>()
            .AddSingleton<IHealthSource, WorkerHealth>()
            .AddSingleton<RunOpening>()
            .AddSingleton(provider => new Participants(
                provider.GetRequiredService<RunStore>(),
                provider.GetRequiredService<RunEvents>(),
                provider.GetRequiredService<RunOpening>(),
                provider.GetRequiredService<Failures>(),
                provider.GetRequiredService<CommandWork>(),
                provider.GetRequiredService<ILogger<Participants>>()));
    }

    /// <summary>The queues whose messages this process takes: one for each client, and the evaluator's.</summary>
    public static IReadOnlyList<BusEndpoint> Endpoints(RunId runId, WorkerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Type[] watched = settings.IsService ? [typeof(RunFinishedConsumer)] : [];
        var endpoints = settings.Clients
            .Select(client => new BusEndpoint(
                QueueNames.Client(runId, client),
                [typeof(TrainRoundConsumer), typeof(EvaluateTestSplitConsumer), .. watched],
                CommandsInHand))
            .ToList();
        if (settings.Evaluates)
        {
            endpoints.Add(new(
                QueueNames.Evaluator(runId),
                [typeof(PrepareCheckpointConsumer), typeof(EvaluateCheckpointConsumer), .. watched]));
        }

        return endpoints;
    }
}
