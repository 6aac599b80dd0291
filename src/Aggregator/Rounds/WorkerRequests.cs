using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Messaging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Asks workers for what the run waits for, and asks again after a silence.</summary>
internal sealed class WorkerRequests(
    CheckpointManifests manifests, BlockPositionChoice positions, RunMemory memory, IRunMessages messages, SteadyTime time)
{
    public async Task SendAsync(RunObservation run, CancellationToken cancellationToken)
    {
        var now = time.Now;
        var awaited = RunRequest.Of(run, now);
        memory.Reminders.Keep(awaited);
        await Batches.ForEachAsync(
            awaited.Where(request => memory.Reminders.TryAsk(request, now)).ToArray(),
            request => SendAsync(run, request, cancellationToken));
    }

    private Task SendAsync(RunObservation run, RunRequest request, CancellationToken cancellationToken) => request switch
    {
        RunRequest.Train { ClientId: var client } train when run.Open is { Plan: var plan } => messages.SendAsync(
            QueueNames.Client(memory.RunId, client),
            Train(plan, train, plan.Find(client)),
            cancellationToken),
        RunRequest.Evaluate { Round: var round } => SendEvaluateAsync(round, cancellationToken),
        RunRequest.EvaluateSplit { Round: var round, ClientId: var client } => SendEvaluateSplitAsync(round, client, cancellationToken),
        _ => messages.SendAsync(
            QueueNames.Evaluator(memory.RunId), new PrepareCheckpoint(memory.RunId, positions.Choose(run.Spec)), cancellationToken),
    };

    private TrainRound Train(RoundPlan plan, RunRequest.Train train, ClientAssignment? assigned) => new(
        memory.RunId, train.Round, train.ClientId, train.Attempt, plan.Checkpoint, assigned?.Blocks, assigned?.MaxSteps, assigned?.Rank);

    private async Task SendEvaluateAsync(RoundNumber round, CancellationToken cancellationToken)
    {
        if (await manifests.FindAsync(round, cancellationToken) is { Blob: var checkpoint })
        {
            await messages.SendAsync(
                QueueNames.Evaluator(memory.RunId),
                new EvaluateCheckpoint(memory.RunId, round, checkpoint),
                cancellationToken);
        }
    }

    private async Task SendEvaluateSplitAsync(RoundNumber round, ClientId client, CancellationToken cancellationToken)
    {
        if (await manifests.FindAsync(round, cancellationToken) is { Blob: var checkpoint })
        {
            await messages.SendAsync(
                QueueNames.Client(memory.RunId, client),
                new EvaluateTestSplit(memory.RunId, round, client, checkpoint),
                cancellationToken);
        }
    }
}
