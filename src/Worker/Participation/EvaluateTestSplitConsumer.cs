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
/// Measures a checkpoint on one client's test split. Idempotent by (run, round, client): where the report is already there it
/// is announced again, and a command that is being worked on is passed over.
/// </summary>
internal sealed partial class EvaluateTestSplitConsumer(
    Participants participants,
    CommandWork work,
    TrainingLanes lanes,
    RunStore store,
    Failures failures,
    StepWatch steps,
    RunEvents events,
    ILogger<EvaluateTestSplitConsumer> logger) : IConsumer<EvaluateTestSplit>
{
    public Task Consume(ConsumeContext<EvaluateTestSplit> context) => work.RunAsync(context.Message, WorkAsync);

    private async Task WorkAsync(EvaluateTestSplit command, CancellationToken cancellationToken)
    {
        try
        {
            var run = await participants.WaitForRunAsync(cancellationToken);
            if (command.RunId == run.RunId
                && !await failures.TellAgainAsync(command.ClientId, cancellationToken)
                && run.Find(command.ClientId) is { Test: { } test }
                && (await FindAsync(command, cancellationToken) ?? await MeasureAsync(command, run, test, cancellationToken)) is { } report)
            {
                await events.TellAsync(
                    new TestSplitEvaluated(run.RunId, command.Round, command.ClientId, report), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(command.RunId, command.Round, command.ClientId);
        }
        catch (Exception exception) when (FailureReport.Of(exception, command.RunId, command.ClientId) is { } failed)
        {
            LogFailed(exception, command.RunId, command.Round, command.ClientId, failed.Code);
            await failures.TellAsync(failed, cancellationToken);
        }
    }

    private async Task<BlobReference?> FindAsync(EvaluateTestSplit command, CancellationToken cancellationToken) =>
        (await store.FindAsync<TestSplitReport>(
            RunPaths.TestSplit(command.Round, command.ClientId), cancellationToken))?.Blob;

    // Null: the checkpoint is no longer there. A client that was away for long is asked about rounds that nobody waits for.
    private async Task<BlobReference?> MeasureAsync(
        EvaluateTestSplit command, JoinedRun run, EvaluationSet test, CancellationToken cancellationToken)
    {
        if (await FetchAsync(command, cancellationToken) is not { } checkpoint)
        {
            LogGone(command.RunId, command.Round, command.ClientId);
            return null;
        }

        using var lane = await lanes.TakeAsync(run.Model, cancellationToken);
        var score = await lane.RunAsync(
            model =>
            {
                model.Load(checkpoint);
                using var work = steps.Begin($"Client {command.ClientId}'s test of checkpoint {command.Round}");
                return Evaluator.Score(model.Model, test, run.Model.Tokenizer.PaddingId, work.Step, cancellationToken);
            },
            cancellationToken);
        var report = new TestSplitReport
        {
            RunId = command.RunId,
            Round = command.Round,
            ClientId = command.ClientId,
            CheckpointSha256 = command.Checkpoint.Sha256,
            Score = score,
        };
        return await store.PutOnceAsync(RunPaths.TestSplit(command.Round, command.ClientId), report, cancellationToken);
    }

    private async Task<FetchedCheckpoint?> FetchAsync(
        EvaluateTestSplit command, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckpointFiles.FetchAsync(store, command.Checkpoint, cancellationToken);
        }
        catch (InvalidDataException)
        {
            if (await store.FindAsync<CheckpointManifest>(command.Checkpoint.Path, cancellationToken) is null)
            {
                return null;
            }

            throw;
        }
    }

    [LoggerMessage(3701, LogLevel.Information, "Run {RunId}: client {ClientId} stops measuring checkpoint {Round}")]
    private partial void LogStopped(RunId runId, RoundNumber round, ClientId clientId);

    [LoggerMessage(3702, LogLevel.Error, "Run {RunId}: client {ClientId} failed with {Code} at measuring checkpoint {Round}")]
    private partial void LogFailed(Exception exception, RunId runId, RoundNumber round, ClientId clientId, string code);

    [LoggerMessage(3703, LogLevel.Information,
        "Run {RunId}: client {ClientId} is asked to measure checkpoint {Round}, which is no longer kept")]
    private partial void LogGone(RunId runId, RoundNumber round, ClientId clientId);
}
