using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Tests.Training;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Worker.Tests.Participation;

/// <summary>
/// A worker as a host runs it: a folder store, the in-memory bus, and a log of the events that come out.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    public static readonly RunId RunId = new("run-1");

    private readonly ServiceProvider _services;
    private readonly CommandsInHand _commands = new();

    private WorkerProcess(ServiceProvider services, RunStore store)
    {
        _services = services;
        Store = store;
        services.GetRequiredService<IBusControl>().ConnectConsumeObserver(_commands);
    }

    public RunStore Store { get; }

    public EventLog Events => _services.GetRequiredService<EventLog>();

    public WorkerLife Life => _services.GetRequiredService<WorkerLife>();

    public Participants Participants => _services.GetRequiredService<Participants>();

    /// <summary>Starts the bus and writes the run's document, but does not join.</summary>
    public static async Task<WorkerProcess> StartAsync(
        TinyRun run,
        int lanes = 1,
        string store = "run",
        string? stateFolder = null,
        Func<WorkerSettings, WorkerSettings>? change = null)
    {
        var settings = new WorkerSettings
        {
            RunId = RunId,
            Clients = [.. run.Spec.Clients.Select(client => new ClientId(client.Name))],
            Evaluates = true,
            Lanes = lanes,
            StateFolder = stateFolder,
        };
        settings = change?.Invoke(settings) ?? settings;
        var runStore = new RunStore(FolderBlobStore.Open(run[store]));
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(runStore)
            .AddSingleton<EventLog>()
            .AddWorker(settings)
            .AddFedK8sBus([.. WorkerRegistration.Endpoints(RunId, settings), Recorders()])
            .BuildServiceProvider();
        await runStore.PutOnceAsync(RunPaths.Run, Document(run.Spec), TestContext.Current.CancellationToken);
        await services.GetRequiredService<IBusControl>().StartAsync(TestContext.Current.CancellationToken);
        return new(services, runStore);
    }

    /// <summary>The same, joined, with checkpoint 0 prepared.</summary>
    public static async Task<(WorkerProcess Process, BlobReference Checkpoint)> StartPreparedAsync(
        TinyRun run, int lanes = 1, string store = "run", string? stateFolder = null)
    {
        var process = await StartAsync(run, lanes, store, stateFolder);
        await process.Participants.JoinAsync(TestContext.Current.CancellationToken);
        await process.SendAsync(QueueNames.Evaluator(RunId), new PrepareCheckpoint(RunId));
        return (process, (await process.Events.NextAsync<CheckpointPrepared>()).Checkpoint);
    }

    public Task TrainAsync(string client, BlobReference checkpoint, int round = 1, int attempt = 1) => SendAsync(
        QueueNames.Client(RunId, new(client)), new TrainRound(RunId, new(round), new(client), attempt, checkpoint));

    public Task PublishAsync<TEvent>(TEvent @event)
        where TEvent : class =>
        _services.GetRequiredService<IBus>().Publish(@event, TestContext.Current.CancellationToken);

    public async Task SendAsync<TCommand>(string queue, TCommand command)
        where TCommand : class
    {
        var bus = _services.GetRequiredService<IBus>();
        var endpoint = await bus.GetSendEndpoint(QueueNames.Address(queue));
        _commands.Sent();
        await endpoint.Send(command, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the worker is done with all commands.</summary>
    public Task CommandsEndedAsync() => _commands.EndedAsync();

    public async ValueTask DisposeAsync()
    {
        await Participants.StopAsync();
        await _services.GetRequiredService<IBusControl>().StopAsync(TestContext.Current.CancellationToken);
        await _services.DisposeAsync();
        _commands.Dispose();
    }

    private static BusEndpoint Recorders() => new("events",
    [
        typeof(EventRecorder<ClientJoined>), typeof(EventRecorder<CheckpointPrepared>),
        typeof(EventRecorder<TrainingProgressed>), typeof(EventRecorder<UpdateSubmitted>),
        typeof(EventRecorder<CheckpointEvaluated>), typeof(EventRecorder<TestSplitEvaluated>),
        typeof(EventRecorder<ClientFailed>), typeof(EventRecorder<RunFinished>),
    ]);

    private static RunDocument Document(FederatedRunSpec spec) => new()
    {
        RunId = RunId,
        Run = new()
        {
            ApiVersion = Versions.V1Alpha1,
            Kind = Versions.Kind,
            Metadata = new() { Name = "tiny" },
            Spec = spec,
        },
    };
}
