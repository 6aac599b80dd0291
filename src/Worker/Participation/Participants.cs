using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>The clients that this process plays and, where asked for, the run's evaluator.</summary>
public sealed partial class Participants
{
    private readonly RunStore _store;
    private readonly RunEvents _events;
    private readonly RunOpening _opening;
    private readonly Failures _failures;
    private readonly CommandWork _work;
    private readonly ILogger<Participants> _logger;
    private readonly TaskCompletionSource<JoinedRun> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Participants(
        RunStore store, RunEvents events, RunOpening opening, Failures failures, CommandWork work, ILogger<Participants> logger)
    {
        (_store, _events, _opening, _failures, _work, _logger) = (store, events, opening, failures, work, logger);
    }

    /// <summary>Whether every client that can has joined.</summary>
    internal bool HasJoined { get; private set; }

    /// <summary>
    /// Reads the run, loads the base model once, reads every client's data and every evaluation task, and only then
    /// joins each client: its document goes to the store, and an event says so. Whatever is wrong with a file, the
    /// model or the device surfaces here, before anyone trains; in a service a client whose own data is bad is lost and the
    /// others join. Doing it again joins again and changes nothing.
    /// </summary>
    /// <exception cref="RunFailedException">The first problem found, with its code.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        var document = await _store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken)
            ?? throw new InvalidDataException(
                $"{RunPaths.Run} in {_store.Location} is missing; it is written before workers start.");
        var run = await _opening.OpenAsync(document.Value.Run.Spec, cancellationToken);
        _joined.TrySetResult(run);
        foreach (var client in run.Clients)
        {
            await JoinAsync(run, client, cancellationToken);
        }

        HasJoined = true;
    }

    /// <summary>
    /// Ends local training and evaluation between two steps; commands that still come are passed over.
    /// </summary>
    public Task StopAsync() => _work.StopAsync();

    /// <summary>
    /// The run, once <see cref="JoinAsync(CancellationToken)"/> has opened it; commands may come before.
    /// </summary>
    internal Task<JoinedRun> WaitForRunAsync(CancellationToken cancellationToken) =>
        _joined.Task.WaitAsync(cancellationToken);

    private async Task JoinAsync(JoinedRun run, ClientSession client, CancellationToken cancellationToken)
    {
        var joined = new JoinedClient
        {
            ClientId = client.ClientId,
            Capability = run.Capability!, // measured wherever there are clients
            TrainExampleCount = client.Train.Count,
            TestExampleCount = client.Test?.Examples.Count ?? 0,
            Model = run.Expandable,
            PositionImportance = client.PositionImportance,
            LabelCounts = run.Model.Spec.Method.BlockExpansion is null ? null : client.CountLabels(run.LabelCount), // of no use to others
        };
        _failures.Forget(client.ClientId);
        await _store.PutOnceAsync(RunPaths.Client(client.ClientId), joined, cancellationToken);
        await _events.TellAtLastAsync(
            new ClientJoined(
                run.RunId, client.ClientId, joined.Capability, joined.TrainExampleCount, joined.TestExampleCount),
            cancellationToken);
        LogJoined(run.RunId, client.ClientId, joined.TrainExampleCount, joined.TestExampleCount);
    }

    [LoggerMessage(3101, LogLevel.Information,
        "Run {RunId}: client {ClientId} joins with {TrainExampleCount} examples to train on and {TestExampleCount} "
        + "to test on")]
    private partial void LogJoined(RunId runId, ClientId clientId, long trainExampleCount, long testExampleCount);
}
