using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Blocks;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Training;
using MassTransit;
using Microsoft.Extensions.Logging;
using TorchSharp.Modules;

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
    private static readonly BlockId Untrained = new("untrained");

    public Task Consume(ConsumeContext<PrepareCheckpoint> context) => work.RunAsync(context.Message, WorkAsync);

    private async Task WorkAsync(PrepareCheckpoint command, CancellationToken cancellationToken)
    {
        var runId = command.RunId;
        try
        {
            var run = await participants.WaitForRunAsync(cancellationToken);
            if (runId == run.RunId)
            {
                var checkpoint = await FindAsync(cancellationToken) ?? await WriteAsync(command, run, cancellationToken);
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

    private async Task<BlobReference> WriteAsync(
        PrepareCheckpoint command, JoinedRun run, CancellationToken cancellationToken)
    {
        using var lane = await lanes.TakeAsync(run.Model, cancellationToken);

        // The lane's own model may have been trained; the start values are those of a new one.
        using var start = await lane.RunAsync(_ => run.Model.CreateModel(), cancellationToken);
        start.Place(command.BlockPositions);
        var baseModelSha256 = await BaseModelHash.OfAsync(run.Model.Folder, cancellationToken);
        var files = new List<TensorFile>();
        foreach (var (block, weights) in FilesOf(start))
        {
            var path = RunPaths.CheckpointTensors(RoundNumber.Start, block);
            files.Add(await TensorFileWriter.WriteAsync(store, path, weights, cancellationToken));
        }

        return await store.PutOnceAsync(
            RunPaths.CheckpointManifest(RoundNumber.Start), ManifestOf(run, start, baseModelSha256, files), cancellationToken);
    }

    // New blocks have a file each, and what no client trains has one, so that whoever has a file need not fetch it again.
    private static IEnumerable<(BlockId? Block, IReadOnlyList<(string Name, Parameter Weight)> Weights)> FilesOf(TunedModel start) =>
        start.Trainables
            .GroupBy(named => start.Method is IPlacedMethod ? BlockNames.Find(named.Name)
                : start.Method.IsFrozen(named.Name) ? Untrained
                : null)
            .Select(file => (file.Key, (IReadOnlyList<(string, Parameter)>)[.. file]));

    private static CheckpointManifest ManifestOf(
        JoinedRun run, TunedModel start, string baseModelSha256, IReadOnlyList<TensorFile> files) => new()
        {
            Format = CheckpointManifest.CurrentFormat,
            RunId = run.RunId,
            Round = RoundNumber.Start,
            Method = start.Method.Name,
            BaseModelSha256 = baseModelSha256,
            Seed = run.Model.Spec.LocalTraining.Seed,
            Files = files,
            Contributions = [],
            Expansion = run.Expandable is { } model ? ExpansionOf(model, ((IPlacedMethod)start.Method).Positions(start.Model)) : null,
        };

    private static BlockExpansionState ExpansionOf(ExpandableModel model, IReadOnlyList<int> positions) => new()
    {
        BaseBlockCount = model.BaseBlockCount,
        BaseByteCount = model.BaseByteCount,
        ActivationByteCount = model.ActivationByteCount,
        Positions = positions,
    };

    [LoggerMessage(3301, LogLevel.Information, "Run {RunId}: preparing checkpoint 0 stops")]
    private partial void LogStopped(RunId runId);

    [LoggerMessage(3302, LogLevel.Error, "Run {RunId}: preparing checkpoint 0 failed with {Code}")]
    private partial void LogFailed(Exception exception, RunId runId, string code);
}
