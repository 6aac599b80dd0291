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
    TrainingLanes lanes,
    RunStore store,
    Failures failures,
    StepWatch steps,
    ILogger<EvaluateCheckpointConsumer> logger) : IConsumer<EvaluateCheckpoint>
{
    public async Task Consume(ConsumeContext<EvaluateCheckpoint> context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, participants.Stopping);
        var command = context.Message;
        try
        {
            var run = await participants.WaitForRunAsync(stopping.Token);
            if (command.RunId == run.RunId)
            {
                var report = await FindAsync(command, stopping.Token)
                    ?? await EvaluateAsync(command, run, stopping.Token);
                await context.Publish(new CheckpointEvaluated(run.RunId, command.Round, report), stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(command.RunId, command.Round);
        }
        catch (Exception exception) when (FailureReport.Of(exception, command.RunId, client: null) is { } failed)
        {
            LogFailed(exception, command.RunId, command.Round, failed.Code);
            await failures.TellAsync(failed, context.CancellationToken);
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
