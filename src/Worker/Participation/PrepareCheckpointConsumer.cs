using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Training;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Writes checkpoint 0, the method's start values over the base model: weights first, manifest last. Idempotent by run:
/// where the manifest is already there it is announced again.
/// </summary>
internal sealed partial class PrepareCheckpointConsumer(
    Participants participants,
    CommandWork work,
    TrainingLanes lanes,
    RunStore store,
    Failures failures,
    RunEvents events,
    ILogger<PrepareCheckpointConsumer> logger) : IConsumer<PrepareCheckpoint>
{
    public Task Consume(ConsumeContext<PrepareCheckpoint> context) => work.RunAsync(context.Message, WorkAsync);

    private async Task WorkAsync(PrepareCheckpoint command, CancellationToken cancellationToken)
    {
        var runId = command.RunId;
        try
        {
            var run = await participants.WaitForRunAsync(cancellationToken);
            if (runId == run.RunId)
            {
                var checkpoint = await FindAsync(cancellationToken) ?? await WriteAsync(run, cancellationToken);
                await events.TellAsync(new CheckpointPrepared(runId, checkpoint), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(runId);
        }
        catch (Exception exception) when (FailureReport.Of(exception, runId, client: null) is { } failed)
        {
            LogFailed(exception, runId, failed.Code);
            await failures.TellAsync(failed, cancellationToken);
        }
    }

    private async Task<BlobReference?> FindAsync(CancellationToken cancellationToken) =>
        (await store.FindAsync<CheckpointManifest>(RunPaths.CheckpointManifest(RoundNumber.Start), cancellationToken))?.Blob;

    private async Task<BlobReference> WriteAsync(JoinedRun run, CancellationToken cancellationToken)
    {
        using var lane = await lanes.TakeAsync(run.Model, cancellationToken);

        // The lane's own model may have been trained; the start values are those of a new one.
        using var start = await lane.RunAsync(_ => run.Model.CreateModel(), cancellationToken);
        var baseModelSha256 = await BaseModelHash.OfAsync(run.Model.Folder, cancellationToken);
        var path = RunPaths.CheckpointTensors(RoundNumber.Start);
        var weights = await TensorFileWriter.WriteAsync(store, path, start.Trainables, cancellationToken);
        return await store.PutOnceAsync(
            RunPaths.CheckpointManifest(RoundNumber.Start), ManifestOf(run, start, baseModelSha256, weights), cancellationToken);
    }

    private static CheckpointManifest ManifestOf(JoinedRun run, TunedModel start, string baseModelSha256, TensorFile weights) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        RunId = run.RunId,
        Round = RoundNumber.Start,
        Method = start.Method.Name,
        BaseModelSha256 = baseModelSha256,
        Seed = run.Model.Spec.LocalTraining.Seed,
        Files = [weights],
        Contributions = [],
    };

    [LoggerMessage(3301, LogLevel.Information, "Run {RunId}: preparing checkpoint 0 stops")]
    private partial void LogStopped(RunId runId);

    [LoggerMessage(3302, LogLevel.Error, "Run {RunId}: preparing checkpoint 0 failed with {Code}")]
    private partial void LogFailed(Exception exception, RunId runId, string code);
}
