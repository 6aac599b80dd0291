using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Services;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Aggregator;

/// <summary>The aggregator as a program of its own.</summary>
internal static class AggregatorService
{
    private static readonly Setting RunFileSetting = new(
        "FEDK8S_RUN_FILE",
        "none",
        "A file with the run's document as JSON: submitted to the store, and again whenever it changes.");

    public static ServiceDescription Description { get; } = new(
        "fedk8s-aggregator",
        "Runs the rounds of one federated run: asks clients to train, judges and averages their updates, commits checkpoints.",
        [RunFileSetting],
        Compose);

    private static ServiceParts Compose(SettingsReader reader, ServiceSettings settings) => new(
        services => services
            .AddAggregatorService(new() { RunId = settings.RunId, RunFile = reader.Find(RunFileSetting) })
            .AddSingleton<IHealthSource, RunHealth>(),
        AggregatorRegistration.ServiceEndpoints(settings.RunId),
        WorkAsync);

    private static async Task<Failure?> WorkAsync(IServiceProvider services, CancellationToken stopping)
    {
        var state = await services.GetRequiredService<RunCompletion>().Task.WaitAsync(stopping);
        return state.Phase == RunPhase.Failed ? Failure.FromCode(state.Code, state.Message) : null;
    }
}
