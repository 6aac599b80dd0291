using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>The aggregator as a host runs it: its services, its queue, a folder, and workers behind a real bus.</summary>
public sealed class OnTheBusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _blobs;
    private readonly FakeWorkers _workers;

    public OnTheBusTests()
    {
        _blobs = FolderBlobStore.Open(_folder.Path);
        _workers = new FakeWorkers(_blobs);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_in_a_folder_and_over_the_bus_gives_the_bytes_of_one_in_memory()
    {
        using var host = await StartAsync(Spec());

        var state = await host.Services.GetRequiredService<RunCompletion>().Task.WaitAsync(Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Equal((RunPhase.Complete, new RoundNumber(2)), (state.Phase, state.Committed));
        using var inMemory = await TestRun.CreateAsync();
        await inMemory.RunAsync();
        Assert.Equal(
            await inMemory.WeightsAsync(2),
            await File.ReadAllBytesAsync(_folder[(await inMemory.CheckpointAsync(2)).Files[0].Blob.Path.Value], Cancellation));
    }

    [Fact]
    public async Task A_service_hears_events_while_it_holds_the_lease()
    {
        var other = await _blobs.TryLeaseAsync(RunPaths.AggregatorLease, Cancellation);
        using var host = await StartAsync(Spec(), isService: true);
        Assert.False(host.Services.GetRequiredService<RunCompletion>().Task.IsCompleted);
        await other!.DisposeAsync(); // nobody held it before

        var state = await host.Services.GetRequiredService<RunCompletion>().Task.WaitAsync(Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Equal(RunPhase.Complete, state.Phase);
        Assert.NotNull(await _blobs.TryLeaseAsync(RunPaths.AggregatorLease, Cancellation));
    }

    [Fact]
    public async Task A_host_that_stops_cancels_the_completion()
    {
        _workers.Instead = _ => true;
        using var host = await StartAsync(Spec());

        await host.StopAsync(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Services.GetRequiredService<RunCompletion>().Task.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task A_store_of_another_run_faults_the_completion()
    {
        using var host = await StartAsync(Spec(), new RunId("another"));

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => host.Services.GetRequiredService<RunCompletion>().Task.WaitAsync(Cancellation));
        await host.StopAsync(Cancellation);

        Assert.Equal(ExitCodes.RunFolderOfAnotherManifest, failure.Code);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<IHost> StartAsync(Contracts.Spec.FederatedRunSpec spec, RunId? served = null, bool isService = false)
    {
        var store = new RunStore(_blobs);
        await store.PutOnceAsync(RunPaths.Run, Document(spec), Cancellation);
        await _workers.JoinAsync(Clients);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services
            .AddSingleton(store)
            .AddSingleton(_workers)
            .AddSingleton<IBlobLeases>(_blobs)
            .AddFedK8sBus(
            [
                .. isService ? AggregatorRegistration.ServiceEndpoints(Run1) : AggregatorRegistration.Endpoints(served ?? Run1),
                .. WorkerEndpoints(),
            ]);
        _ = isService
            ? builder.Services.AddAggregatorService(new() { RunId = Run1 })
            : builder.Services.AddAggregator(served ?? Run1);
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }

    private static IEnumerable<BusEndpoint> WorkerEndpoints() =>
    [
        new(QueueNames.Evaluator(Run1), [typeof(Worker<PrepareCheckpoint>), typeof(Worker<EvaluateCheckpoint>)]),
        .. Clients.Select(client => new BusEndpoint(QueueNames.Client(Run1, client), [typeof(Worker<TrainRound>)])),
    ];

    /// <summary>Lets the fake workers carry out a command, and publishes their answer.</summary>
    private sealed class Worker<TCommand>(FakeWorkers workers) : IConsumer<TCommand>
        where TCommand : class
    {
        public async Task Consume(ConsumeContext<TCommand> context)
        {
            var answers = await workers.AnswerAsync(context.Message);
            foreach (var answer in answers)
            {
                await context.Publish(answer, answer.GetType(), context.CancellationToken);
            }
        }
    }
}
