using System.Threading.Channels;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;
using FedK8s.Worker.Training;
using MassTransit;

namespace FedK8s.Worker.Participation;

/// <summary>Carries progress from the training thread, which must not wait, to the bus, in order.</summary>
internal sealed class ProgressPublisher(IPublishEndpoint bus, TrainRound command)
{
    private readonly Channel<TrainingProgress> _reports = Channel.CreateUnbounded<TrainingProgress>();

    /// <summary>Takes a report and returns at once.</summary>
    public void Report(TrainingProgress progress) => _reports.Writer.TryWrite(progress);

    /// <summary>Publishes reports until <see cref="Complete"/> was called and all are sent.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        await foreach (var progress in _reports.Reader.ReadAllAsync(cancellationToken))
        {
            await bus.Publish(
                new TrainingProgressed(
                    command.RunId, command.Round, command.ClientId, command.Attempt, WorkStage.Training,
                    progress.Step, progress.Steps, progress.Loss),
                cancellationToken);
        }
    }

    /// <summary>No report will follow.</summary>
    public void Complete() => _reports.Writer.TryComplete();
}
