using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using MassTransit;

namespace FedK8s.Bench.Orchestration;

/// <summary>An evaluator that has nothing to measure.</summary>
internal sealed class NullEvaluator(RunStore store) : IConsumer<PrepareCheckpoint>, IConsumer<EvaluateCheckpoint>
{
    public async Task Consume(ConsumeContext<PrepareCheckpoint> context)
    {
        var run = context.Message.RunId;
        await context.Publish(new CheckpointPrepared(run, await NullRun.PrepareAsync(store, run, context.CancellationToken)));
    }

    public async Task Consume(ConsumeContext<EvaluateCheckpoint> context)
    {
        var command = context.Message;
        var report = new EvaluationReport
        {
            RunId = command.RunId,
            Round = command.Round,
            CheckpointSha256 = command.Checkpoint.Sha256,
            Tasks = [],
        };
        var blob = await store.PutOnceAsync(RunPaths.Evaluation(command.Round), report, context.CancellationToken);
        await context.Publish(new CheckpointEvaluated(command.RunId, command.Round, blob));
    }
}
