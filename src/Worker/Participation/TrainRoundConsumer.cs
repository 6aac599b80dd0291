using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Runs;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Supervision;
using FedK8s.Worker.Training;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Plays one client in one round. Idempotent by (run, round, client, attempt): an update that is already stored is
/// announced again, a command that is already worked on is passed over.
/// </summary>
internal sealed partial class TrainRoundConsumer(
    Participants participants,
    CommandWork work,
    TrainingLanes lanes,
    RunStore store,
    WorkerSettings settings,
    Failures failures,
    StepWatch steps,
    RunEvents events,
    IBus bus,
    TimeProvider time,
    ILogger<TrainRoundConsumer> logger) : IConsumer<TrainRound>
{
    private readonly UpdateWriter _updates = new(store);

    public Task Consume(ConsumeContext<TrainRound> context) => work.RunAsync(context.Message, WorkAsync);

    private async Task WorkAsync(TrainRound command, CancellationToken cancellationToken)
    {
        try
        {
            var run = await participants.WaitForRunAsync(cancellationToken);
            if (command.RunId == run.RunId
                && !await failures.TellAgainAsync(command.ClientId, cancellationToken)
                && run.Find(command.ClientId) is { } client)
            {
                await AnswerAsync(command, run, client, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(command.RunId, command.Round, command.ClientId);
        }
    }

    private async Task AnswerAsync(
        TrainRound command, JoinedRun run, ClientSession client, CancellationToken cancellationToken)
    {
        using var turn = await client.Turns.TakeAsync(command.Round, command.Attempt, cancellationToken);
        if (turn is null)
        {
            return;
        }

        try
        {
            var update = await _updates.FindAsync(command, turn.Cancellation);
            if (update is null && await HasEndedAsync(command, turn.Cancellation))
            {
                LogTooLate(command.RunId, command.Round, command.ClientId);
                return;
            }

            double? seconds = null;
            if (update is null)
            {
                (update, seconds) = await TrainAsync(command, run, client, turn.Cancellation);
            }

            await events.TellAsync(
                new UpdateSubmitted(command.RunId, command.Round, command.ClientId, command.Attempt, update, seconds),
                turn.Cancellation);
        }
        catch (OperationCanceledException) when (turn.IsSuperseded)
        {
            LogSuperseded(command.RunId, command.Round, command.ClientId);
        }
        catch (Exception exception) when (FailureReport.Of(exception, command.RunId, command.ClientId) is { } failed)
        {
            LogFailed(exception, command.RunId, command.Round, command.ClientId, failed.Code);
            await failures.TellAsync(failed, cancellationToken);
        }
    }

    // A command may lie in its queue until its round is over; the checkpoint that it starts from may be deleted by then.
    private async Task<bool> HasEndedAsync(TrainRound command, CancellationToken cancellationToken) =>
        (await store.FindStateAsync(cancellationToken))?.Value.HasEnded(command.Round, command.Attempt) == true;

    private async Task<(BlobReference Update, double Seconds)> TrainAsync(
        TrainRound command, JoinedRun run, ClientSession client, CancellationToken cancellationToken)
    {
        // Through the bus itself: a beat that fails must not fail the command that it tells of.
        await using var heartbeat = new Heartbeat((beat, cancellation) => bus.Publish(beat, cancellation), command, time, logger);
        var from = time.GetTimestamp();
        var checkpoint = await CheckpointFiles.FetchAsync(store, command.Checkpoint, cancellationToken);
        var fetching = time.GetElapsedTime(from);
        using var lane = await lanes.TakeAsync(run.Model, cancellationToken);
        from = time.GetTimestamp(); // waiting for other clients of this process is no part of the client's speed
        var saves = SavesOf(command, run, client);
        var (trained, result) = await lane.RunAsync(
            model =>
            {
                model.Load(checkpoint, command.Rank);
                model.Assign(command.Blocks);
                var task = client.TaskOf(command.Round, run.Model, command.MaxSteps);
                using var work = steps.Begin($"Client {command.ClientId}, round {command.Round}");
                using var looking = BeginImportance(run.Model.Spec, command.Round, model, task);
                using var trainer = new LocalTrainer(model, task, Report, time, saves);
                var found = trainer.Train(cancellationToken);
                return (model, found with { BlockImportance = looking?.End() });

                void Report(TrainingProgress progress)
                {
                    work.Step();
                    heartbeat.Train(progress);
                }
            },
            cancellationToken);
        heartbeat.Store();
        var update = await _updates.WriteAsync(command, trained, result, client.Train.Count, cancellationToken);
        saves?.Remove();
        return (update, (fetching + time.GetElapsedTime(from)).TotalSeconds);
    }

    // What is found in a round goes into the assignment of the next one.
    private static ImportanceProbe? BeginImportance(
        FederatedRunSpec spec, RoundNumber round, TunedModel model, LocalTrainingTask task) =>
        spec.Method.BlockExpansion is { } expansion && AllocationRounds.IsMeasured(expansion, round)
            ? ImportanceProbe.Begin(model, task, expansion.Importance)
            : null;

    private LocalCheckpoints? SavesOf(TrainRound command, JoinedRun run, ClientSession client)
    {
        if (client.State is not { } state)
        {
            return null;
        }

        var key = new LocalCheckpointKey(
            command.RunId, command.Round, client.ClientId, command.Checkpoint.Sha256, client.FingerprintOf(run.Model, command));
        return new(state.LocalTraining, key, settings.SaveInterval, time, logger);
    }

    [LoggerMessage(3201, LogLevel.Information,
        "Run {RunId}, round {Round}: client {ClientId} goes on with a newer command")]
    private partial void LogSuperseded(RunId runId, RoundNumber round, ClientId clientId);

    [LoggerMessage(3202, LogLevel.Information, "Run {RunId}, round {Round}: client {ClientId} stops")]
    private partial void LogStopped(RunId runId, RoundNumber round, ClientId clientId);

    [LoggerMessage(3203, LogLevel.Error, "Run {RunId}, round {Round}: client {ClientId} failed with {Code}")]
    private partial void LogFailed(Exception exception, RunId runId, RoundNumber round, ClientId clientId, string code);

    [LoggerMessage(3204, LogLevel.Information, "Run {RunId}, round {Round}: client {ClientId} was asked too late")]
    private partial void LogTooLate(RunId runId, RoundNumber round, ClientId clientId);
}
