using System.Threading.Channels;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Tests.Resumption;

namespace FedK8s.Worker.Tests.Participation;

public sealed class HeartbeatTests
{
    private static readonly TrainRound Command =
        new(new("run"), new(2), new("a"), Attempt: 3, new(RunPaths.CheckpointManifest(new(1)), 1, ""));

    private readonly Channel<TrainingProgressed> _sent = Channel.CreateUnbounded<TrainingProgressed>();

    [Fact]
    public async Task Every_stage_is_told_with_the_attempt_it_belongs_to()
    {
        await using (var heartbeat = new Heartbeat(Send, Command, TimeProvider.System, new LineLog()))
        {
            heartbeat.Train(new(7, 10, 0.5));
            heartbeat.Store();
        }

        var told = Sent();
        Assert.Equal([WorkStage.Waiting, WorkStage.Training, WorkStage.Storing], told.Select(beat => beat.Stage).Distinct());
        Assert.All(told, beat => Assert.Equal((2, "a", 3), (beat.Round.Value, beat.ClientId.Value, beat.Attempt)));
        Assert.Equal((7, 10), (told[^1].Step, told[^1].Steps));
    }

    [Fact]
    public async Task A_silent_stage_is_told_again_and_again()
    {
        await using var heartbeat = new Heartbeat(Send, Command, new LeapingTime(), new LineLog());

        for (var beat = 0; beat < 3; beat++)
        {
            Assert.Equal(WorkStage.Waiting, (await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken)).Stage);
        }
    }

    [Fact]
    public async Task A_publish_that_fails_is_said_once_and_the_next_beat_is_sent()
    {
        var (log, failures) = (new LineLog(), 3);
        await using var heartbeat = new Heartbeat(
            (beat, cancellation) => failures-- > 0 ? throw new IOException("no broker") : Send(beat, cancellation),
            Command,
            new LeapingTime(),
            log);

        await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task A_publish_that_never_returns_keeps_nobody_waiting()
    {
        var log = new LineLog();
        var heartbeat = new Heartbeat((_, _) => new TaskCompletionSource().Task, Command, new LeapingTime(), log);
        for (var step = 0; step < 1000; step++)
        {
            heartbeat.Train(new(step, 1000, null));
        }

        await heartbeat.DisposeAsync(); // ends, although nothing was ever sent

        Assert.Single(log.Lines);
    }

    private Task Send(TrainingProgressed beat, CancellationToken cancellationToken)
    {
        _sent.Writer.TryWrite(beat);
        return Task.CompletedTask;
    }

    private List<TrainingProgressed> Sent()
    {
        var sent = new List<TrainingProgressed>();
        while (_sent.Reader.TryRead(out var beat))
        {
            sent.Add(beat);
        }

        return sent;
    }
}
