using FedK8s.Aggregator;
using FedK8s.Aggregator.Rounds;
using FedK8s.Bench.Harness;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FedK8s.Bench.RoundMemory;

/// <summary>
/// An aggregator that starts on <see cref="LargeRound"/>, as after a restart: host, bus in memory, the run's loop. It judges the
/// updates, averages them and commits the checkpoint.
/// </summary>
internal static class RoundContestant
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens a store with the credentials of a connection string.</summary>
    public static RunStore Open(string address, string cacheFolder, string connection) => new(BlobStores.Open(
        address,
        name => name switch
        {
            "AZURE_STORAGE_CONNECTION_STRING" => connection,
            "FEDK8S_CACHE_DIR" => cacheFolder,
            _ => null,
        }));

    /// <param name="arguments">Those of <see cref="Open"/>.</param>
    public static void Serve(string[] arguments)
    {
        using var peaks = new MemoryPeaks();
        ContestantLoop.Serve(
            () => CloseAsync(Open(arguments[0], arguments[1], arguments[2])).GetAwaiter().GetResult(),
            () => new Dictionary<string, double>
            {
                ["own"] = peaks.OwnByteCount,
                ["files"] = peaks.FileByteCount,
            });
    }

    private static async Task CloseAsync(RunStore store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services
            .AddSingleton(store)
            .AddFedK8sBus(AggregatorRegistration.Endpoints(LargeRound.RunId))
            .AddAggregator(LargeRound.RunId);
        using var host = builder.Build();
        await host.StartAsync();
        var end = host.Services.GetRequiredService<RunCompletion>().Task; // of a run that fails; this one awaits an evaluator
        while ((await store.FindStateAsync(CancellationToken.None))!.Value.Committed.Value == 0) // it is there from the start
        {
            await await Task.WhenAny(Task.Delay(Interval), end);
        }

        await host.StopAsync();
    }
}
