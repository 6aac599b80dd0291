using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using MassTransit;

namespace FedK8s.Cli.Local;

/// <summary>Hears every event of the run and hands it to the feed; it decides nothing and the run goes on without it.</summary>
internal sealed class ProgressConsumer(ProgressFeed feed, RunStore store) :
    IConsumer<ClientJoined>, IConsumer<ClientFailed>, IConsumer<RoundOpened>, IConsumer<TrainingProgressed>,
    IConsumer<UpdateSubmitted>, IConsumer<UpdateJudged>, IConsumer<RoundClosed>, IConsumer<RoundAbandoned>,
    IConsumer<CheckpointEvaluated>, IConsumer<TestSplitEvaluated>, IConsumer<RunFinished>
{
    /// <summary>One message at a time, so that they are heard in the order in which they came.</summary>
    public static BusEndpoint Endpoint(RunId run) => new($"fedk8s.{run}.progress", [typeof(ProgressConsumer)]);

    public Task Consume(ConsumeContext<ClientJoined> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<ClientFailed> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<RoundOpened> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<TrainingProgressed> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<UpdateSubmitted> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<UpdateJudged> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<RoundClosed> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<RoundAbandoned> context) => Hear(context.Message);

    public Task Consume(ConsumeContext<RunFinished> context) => Hear(context.Message);

    public async Task Consume(ConsumeContext<CheckpointEvaluated> context)
    {
        var report = await store.FindAsync<EvaluationReport>(
            RunPaths.Evaluation(context.Message.Round), context.CancellationToken);
        if (report is not null)
        {
            feed.Hear(report.Value);
        }
    }

    public async Task Consume(ConsumeContext<TestSplitEvaluated> context)
    {
        var report = await store.FindAsync<TestSplitReport>(
            RunPaths.TestSplit(context.Message.Round, context.Message.ClientId), context.CancellationToken);
        if (report is not null)
        {
            feed.Hear(report.Value);
        }
    }

    private Task Hear(object @event)
    {
        feed.Hear(@event);
        return Task.CompletedTask;
    }
}
