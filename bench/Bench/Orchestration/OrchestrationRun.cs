using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;
using FedK8s.Core.Runs;
using FedK8s.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Bench.Orchestration;

/// <summary>
/// One run on services of its own: an aggregator's process, one of all clients, and this one, which listens and plays the
/// evaluator.
/// </summary>
internal static class OrchestrationRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it from start to end.</summary>
    /// <param name="settings">Where scratch files go.</param>
    /// <param name="size">How many clients and rounds.</param>
    public static async Task<OrchestrationFigures> MeasureAsync(BenchmarkSettings settings, OrchestrationSize size)
    {
        var folder = settings.Scratch("orchestration");
        try
        {
            await using var azurite = await Azurite.StartAsync(Path.Combine(folder, "azurite"), port: 0, CancellationToken.None);
            await using var broker = await RabbitMq.StartAsync(Path.Combine(folder, "rabbitmq"), port: 0, CancellationToken.None);
            var place = new ServicePlace(
                new RunId($"null-{size.ClientCount}"), broker.Settings, azurite.ConnectionString, Path.Combine(folder, "cache"));
            return await MeasureAsync(place, size, Path.Combine(folder, "aggregator.log"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<OrchestrationFigures> MeasureAsync(ServicePlace place, OrchestrationSize size, string log)
    {
        var store = place.With("evaluator").OpenStore();
        await RunSubmission.SubmitAsync(
            store, NullRun.Document(place.RunId, size.ClientCount, size.RoundCount, Limit), CancellationToken.None);
        var watch = new RoundWatch();
        using var host = await BusHost.StartAsync(
            place,
            [
                new("bench.watch", [typeof(RoundWatch)]) { IsTemporary = true },
                new(QueueNames.Evaluator(place.RunId), [typeof(NullEvaluator)]),
            ],
            services => services.AddSingleton(watch).AddSingleton(store));

        var warmUps = size.WarmUpCount.ToString(CultureInfo.InvariantCulture);
        using var clients = await ContestantProcess.StartAsync(BenchmarkSettings.Ours(
            "clients", "orchestration-clients",
            [size.ClientCount.ToString(CultureInfo.InvariantCulture), warmUps, .. place.Arguments])).WaitAsync(Limit);
        using var aggregator = await ContestantProcess.StartAsync(BenchmarkSettings.Ours(
            "aggregator", "orchestration-aggregator", [warmUps, log, .. place.With("aggregator").Arguments]));
        await aggregator.RepeatAsync().WaitAsync(Limit);
        var (ofAggregator, ofClients) = (await aggregator.EndAsync(), await clients.EndAsync());
        await host.StopAsync();
        return new(size, watch.OpenedAt.ToDictionary(), ofAggregator, ofClients.Farewell);
    }
}
