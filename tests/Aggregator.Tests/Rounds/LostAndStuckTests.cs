using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>Clients that fail, come back, or take no steps, and clocks that jump.</summary>
public sealed class LostAndStuckTests
{
    private static readonly FederatedRunSpec OneLongRound =
        Spec(new() { Max = 1, MinClients = 2, DeadlineSeconds = 36000, ProgressDeadlineSeconds = 60 });

    [Fact]
    public async Task A_round_does_not_wait_for_a_client_that_takes_no_steps()
    {
        using var run = await TestRun.CreateAsync(OneLongRound);
        run.Workers.Instead = train => train.ClientId == Clients[1];
        var start = run.Time.GetUtcNow();

        await run.RunAsync(() => BeatAsync(run, step: 7));

        Assert.Equal([Clients[0], Clients[2]], run.Workers.Heard<RoundClosed>().Single().Accepted);
        var stuck = run.Workers.Heard<ClientStuck>().Single();
        Assert.Equal((Clients[1], 1, 7), (stuck.ClientId, stuck.Attempt, stuck.Step));
        Assert.InRange((run.Time.GetUtcNow() - start).TotalSeconds, 60, 120);
    }

    [Fact]
    public async Task A_slow_client_that_takes_steps_is_awaited()
    {
        using var run = await TestRun.CreateAsync(OneLongRound);
        Contracts.Commands.TrainRound? asked = null;
        run.Workers.Instead = train =>
        {
            asked = train.ClientId == Clients[1] ? train : asked;
            return asked == train;
        };
        var start = run.Time.GetUtcNow();

        await run.RunAsync(async () =>
        {
            var minutes = (int)(run.Time.GetUtcNow() - start).TotalMinutes;
            await BeatAsync(run, step: minutes);
            if (minutes >= 30 && asked is { } train)
            {
                asked = null;
                await run.Workers.WriteUpdateAsync(train);
            }
        });

        Assert.Equal(Clients, run.Workers.Heard<RoundClosed>().Single().Accepted);
        Assert.Empty(run.Workers.Heard<ClientStuck>());
    }

    [Fact]
    public async Task A_client_that_failed_before_a_restart_and_joined_anew_is_asked_again()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 3 }));
        run.Workers.Instead = train =>
        {
            run.Workers.Tell(new ClientFailed(train.RunId, Clients[1], "FK9004", "the disk is full"));
            return train.ClientId == Clients[1];
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync(() =>
            run.Workers.Heard<UpdateJudged>().Count() == 2 ? throw new InvalidOperationException("killed") : Task.CompletedTask));

        run.Workers.Instead = _ => false; // it has joined anew while no aggregator was there to hear of it

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal(Clients, run.Workers.Heard<RoundClosed>().Single().Accepted);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_is_set_while_a_round_is_open_changes_nothing(int hours)
    {
        using var undisturbed = await TestRun.CreateAsync();
        await undisturbed.RunAsync();
        using var run = await TestRun.CreateAsync(Spec() with { ActiveDeadlineSeconds = 3600 });
        var hasJumped = false;
        run.Workers.Instead = train =>
        {
            if (!hasJumped && train.Round.Value == 2)
            {
                hasJumped = true;
                run.Time.Jump(TimeSpan.FromHours(hours));
                return true; // so that the round is still open at the next look
            }

            return false;
        };

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Complete, 0), (state.Phase, state.AbandonedAttempts));
        Assert.Equal(await undisturbed.WeightsAsync(2), await run.WeightsAsync(2));
    }

    private static Task BeatAsync(TestRun run, int step)
    {
        run.Workers.Tell(new TrainingProgressed(Run1, new(1), Clients[1], 1, WorkStage.Training, step, 1000, null));
        return Task.CompletedTask;
    }
}
