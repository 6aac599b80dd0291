using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Supervision;
using FedK8s.Worker.Training;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Measures a checkpoint on the run's tasks. Idempotent by (run, round): where the report is already there it is announced
/// again.
/// </summary>
internal sealed partial class EvaluateCheckpointConsumer(
    Participants participants,
    CommandWork work,
    TrainingLanes lanes,
    RunStore store,
    Failures failures,
    StepWatch steps,
    RunEvents events,
    ILogger<EvaluateCheckpointConsumer> logger) : IConsumer<EvaluateCheckpoint>
{
    public Task Consume(ConsumeContext<EvaluateCheckpoint> context) => work.RunAsync(context.Message, WorkAsync);

    private async Task WorkAsync(EvaluateCheckpoint command, CancellationToken cancellationToken)
    {
        try
        {
            var run = await participants.WaitForRunAsync(cancellationToken);
            if (command.RunId == run.RunId)
            {
                var report = await FindAsync(command, cancellationToken)
                    ?? await EvaluateAsync(command, run, cancellationToken);
                await events.TellAsync(new CheckpointEvaluated(run.RunId, command.Round, report), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(command.RunId, command.Round);
        }
        catch (Exception exception) when (FailureReport.Of(exception, command.RunId, client: null) is { } failed)
        {
            LogFailed(exception, command.RunId, command.Round, failed.Code);
            await failures.TellAsync(failed, cancellationToken);
        }
    }

    private async Task<BlobReference?> FindAsync(EvaluateCheckpoint command, CancellationToken cancellationToken) =>
        (await store.FindAsync<EvaluationReport>(RunPaths.Evaluation(command.Round), cancellationToken))?.Blob;

    private async Task<BlobReference> EvaluateAsync(
        EvaluateCheckpoint command, JoinedRun run, CancellationToken cancellationToken)
    {
        var checkpoint = await CheckpointFiles.FetchAsync(store, command.Checkpoint, cancellationToken);
        using var lane = await lanes.TakeAsync(run.Model, cancellationToken);
        var report = await lane.RunAsync(
            model =>
            {
                model.Load(checkpoint);
                using var work = steps.Begin($"The evaluation of checkpoint {command.Round}");
                return new EvaluationReport
                {
                    RunId = command.RunId,
                    Round = command.Round,
                    CheckpointSha256 = command.Checkpoint.Sha256,
                    Tasks = Scores(model, run, work, cancellationToken),
                };
            },
            cancellationToken);
        return await store.PutOnceAsync(RunPaths.Evaluation(command.Round), report, cancellationToken);
    }

    private static TaskScore[] Scores(TunedModel tuned, JoinedRun run, WatchedWork work, CancellationToken cancellationToken) =>
    [
        .. run.Tasks.Select(task => Evaluator.Score(
            tuned.Model, task, run.Model.Tokenizer.PaddingId, work.Step, cancellationToken)),
    ];

    [LoggerMessage(3401, LogLevel.Information, "Run {RunId}: evaluating checkpoint {Round} stops")]
    private partial void LogStopped(RunId runId, RoundNumber round);

    [LoggerMessage(3402, LogLevel.Error, "Run {RunId}: evaluating checkpoint {Round} failed with {Code}")]
    private partial void LogFailed(Exception exception, RunId runId, RoundNumber round, string code);
}
