using FedK8s.Aggregator;
using FedK8s.Aggregator.Rounds;
using FedK8s.Cli.Progress;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Worker;
using FedK8s.Worker.Participation;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FedK8s.Cli.Local;

/// <summary>
/// A run in one process: the aggregator, every client and the evaluator, with the consumers that run in a cluster, joined by a
/// bus in memory and a store in a folder.
/// </summary>
internal static class LocalHost
{
    // The store says how the run ended; this only gives the last events time to be shown.
    private static readonly TimeSpan PatienceForLastEvents = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PatienceForStop = TimeSpan.FromSeconds(20);

    /// <summary>Runs until the run has ended, and returns its last state and the progress up to there.</summary>
    /// <exception cref="RunFailedException">It cannot go on and its state could not say so, or its input is bad.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop; what was committed stays.</exception>
    public static async Task<(RunState State, RunProgress Progress)> RunAsync(
        RunFolder folder, LocalSettings settings, IProgressView view, TimeProvider clock, CancellationToken cancellationToken)
    {
        var feed = new ProgressFeed(ProgressRules.Begin(folder.Document, folder.State, clock.GetUtcNow()), view, clock);
        using var host = Build(folder, settings, feed, clock);
        await host.StartAsync(cancellationToken);
        try
        {
            var completion = host.Services.GetRequiredService<RunCompletion>();
            await JoinAsync(host, completion, cancellationToken);
            await await Task.WhenAny(completion.Task, feed.StoreFailed).WaitAsync(cancellationToken);
            var state = await completion.Task;
            await Task.WhenAny(feed.Ended, Task.Delay(PatienceForLastEvents, clock, cancellationToken));
            return (state, feed.Progress);
        }
        finally
        {
            await StopAsync(host);
        }
    }

    private static IHost Build(RunFolder folder, LocalSettings settings, ProgressFeed feed, TimeProvider clock)
    {
        var run = folder.Document.RunId;
        var clients = folder.Document.Run.Spec.Clients.Select(client => new ClientId(client.Name)).ToArray();
        var worker = new WorkerSettings
        {
            RunId = run,
            Clients = clients,
            Evaluates = true,
            Lanes = settings.Parallel ?? Lanes.For(folder.Document.Run.Spec, settings.Device),
            Device = settings.Device,
        };

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("FedK8s", LogLevel.Information);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = PatienceForStop);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services
            .AddSingleton<ILoggerProvider>(_ => // made here, so closed with the host
                new RunLog(folder.LogPath, clock, warning => feed.Hear(new Warning(warning))))
            .AddSingleton<IHostLifetime, SignalsLeftAlone>()
            .AddSingleton(clock)
            .AddSingleton(folder.Store)
            .AddSingleton(feed)
            .AddFedK8sBus(
            [
                .. AggregatorRegistration.Endpoints(run),
                .. WorkerRegistration.Endpoints(run, worker),
                ProgressConsumer.Endpoint(run),
            ])
            .AddWorker(worker)
            .AddAggregator(run); // after the bus, and so started after it: a command to a queue that is not there yet is lost
        return builder.Build();
    }

    // Bad data or a bad model ends the run before anyone trains, with the reader's own words. The aggregator may end it too.
    private static async Task JoinAsync(IHost host, RunCompletion completion, CancellationToken cancellationToken)
    {
        var joining = host.Services.GetRequiredService<Participants>().JoinAsync(cancellationToken);
        await await Task.WhenAny(joining, completion.Task);
    }

    private static async Task StopAsync(IHost host)
    {
        await host.Services.GetRequiredService<Participants>().StopAsync();
        await host.StopAsync(CancellationToken.None);
    }
}
