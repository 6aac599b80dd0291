using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>A whole run in memory: its store, its workers, its clock, and as many aggregators as a test starts.</summary>
internal sealed class TestRun : IDisposable
{
    private readonly List<ServiceProvider> _processes = [];

    private TestRun() => Workers = new FakeWorkers(Blobs);

    public MemoryBlobStore Blobs { get; } = new();

    public FakeWorkers Workers { get; }

    public LeapingTime Time { get; } = new();

    public MemoryLeases Leases { get; } = new();

    /// <summary>Asks the aggregators to stop, as a host does; the test runner does so too.</summary>
    public CancellationTokenSource Stop { get; } =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public RunStore Store => new(Blobs);

    /// <summary>A run whose document is written and whose clients have all joined.</summary>
    public static async Task<TestRun> CreateAsync(FederatedRunSpec? spec = null)
    {
        var run = await CreateWithoutClientsAsync(spec);
        await run.Workers.JoinAsync(RunFixture.Clients);
        return run;
    }

    public static async Task<TestRun> CreateWithoutClientsAsync(FederatedRunSpec? spec = null)
    {
        var run = new TestRun();
        await run.Store.PutOnceAsync(RunPaths.Run, RunFixture.Document(spec ?? RunFixture.Spec()), CancellationToken.None);
        return run;
    }

    /// <summary>Starts an aggregator that knows nothing but the store, and runs it to its end.</summary>
    /// <param name="before">Done before each of its calls to the store.</param>
    public Task<RunState> RunAsync(Func<Task>? before = null) =>
        RunAsync(before is null ? Blobs : new InterruptedBlobStore(Blobs, before));

    /// <summary>Starts an aggregator that sees the run's blobs through another store.</summary>
    public Task<RunState> RunAsync(IBlobStore blobs)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IRunMessages>(Workers)
            .AddSingleton(new RunStore(blobs))
            .AddAggregator(RunFixture.Run1)
            .BuildServiceProvider();
        _processes.Add(services);
        Workers.Hints = services.GetRequiredService<Hints>();
        return services.GetRequiredService<RunLoop>().RunAsync(Stop.Token);
    }

    /// <summary>An aggregator as a service has it: it works while it holds the run's lease.</summary>
    /// <param name="before">Done before each of its calls to the store.</param>
    public IServiceProvider StartService(Func<Task>? before = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IRunMessages>(Workers)
            .AddSingleton<IBlobLeases>(Leases)
            .AddSingleton<IRunEvents>(provider => new Connected(this, provider))
            .AddSingleton(new RunStore(before is null ? Blobs : new InterruptedBlobStore(Blobs, before)))
            .AddAggregatorService(new() { RunId = RunFixture.Run1 })
            .BuildServiceProvider();
        _processes.Add(services);
        return services;
    }

    public async Task<CheckpointManifest> CheckpointAsync(int round) =>
        (await Store.FindAsync<CheckpointManifest>(RunPaths.CheckpointManifest(new(round)), CancellationToken.None))!.Value; // the test says it is there

    /// <summary>The tensor file of a checkpoint.</summary>
    public async Task<byte[]> WeightsAsync(int round) => Blobs[(await CheckpointAsync(round)).Files[0].Blob.Path];

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        Blobs.Dispose();
        Stop.Dispose();
    }

    /// <summary>Events go to the aggregator that connected last.</summary>
    private sealed class Connected(TestRun run, IServiceProvider process) : IRunEvents
    {
        public IAsyncDisposable Connect()
        {
            run.Workers.Hints = process.GetRequiredService<Hints>();
            return new Connection();
        }

        private sealed class Connection : IAsyncDisposable
        {
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
