using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Asks workers for what the run waits for, and asks again after a silence.</summary>
internal sealed class WorkerRequests(RunStore store, RunMemory memory, IRunMessages messages, TimeProvider time)
{
    public async Task SendAsync(RunObservation run, CancellationToken cancellationToken)
    {
        var awaited = RunRequest.Of(run);
        memory.Reminders.Keep(awaited);
        foreach (var request in awaited)
        {
            if (memory.Reminders.TryAsk(request, time.GetUtcNow()))
            {
                await SendAsync(run, request, cancellationToken);
            }
        }
    }

    private Task SendAsync(RunObservation run, RunRequest request, CancellationToken cancellationToken) => request switch
    {
        RunRequest.Train { ClientId: var client } train when run.Open is { Plan: var plan } => messages.SendAsync(
            QueueNames.Client(memory.RunId, client),
            new TrainRound(memory.RunId, train.Round, client, train.Attempt, plan.Checkpoint),
            cancellationToken),
        RunRequest.Evaluate { Round: var round } => SendEvaluateAsync(round, cancellationToken),
        _ => messages.SendAsync(
            QueueNames.Evaluator(memory.RunId), new PrepareCheckpoint(memory.RunId), cancellationToken),
    };

    private async Task SendEvaluateAsync(RoundNumber round, CancellationToken cancellationToken)
    {
        var checkpoint = await store.FindAsync<CheckpointManifest>(RunPaths.CheckpointManifest(round), cancellationToken);
        if (checkpoint is not null)
        {
            await messages.SendAsync(
                QueueNames.Evaluator(memory.RunId),
                new EvaluateCheckpoint(memory.RunId, round, checkpoint.Blob),
                cancellationToken);
        }
    }
}
