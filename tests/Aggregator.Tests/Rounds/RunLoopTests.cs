using System.Runtime.InteropServices;
using System.Text;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class RunLoopTests
{
    [Fact]
    public async Task A_run_commits_every_round_and_completes()
    {
        using var run = await TestRun.CreateAsync();

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Complete, new RoundNumber(2), 4L), (state.Phase, state.Committed, state.Generation));
        Assert.Equal([(1, 60L), (2, 60L)], run.Workers.Heard<RoundClosed>().Select(closed => (closed.Round.Value, closed.ExampleCount)));
        Assert.Equal(RunPhase.Complete, run.Workers.Heard<RunFinished>().Single().Phase);
    }

    [Fact]
    public async Task The_average_is_weighted_by_example_counts()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 2 }));

        await run.RunAsync();

        // From 0, the clients train to 0.11, 0.21 and 0.31, with 10, 20 and 30 examples: (1.1 + 4.2 + 9.3) / 60.
        var bias = MemoryMarshal.Cast<byte, float>((await run.WeightsAsync(1)).AsSpan()[^20..^8]).ToArray();
        Assert.All(bias, value => Assert.Equal(14.6 / 60, value, 1e-7));
    }

    [Fact]
    public async Task A_round_tells_its_story_in_order()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 2 }));

        await run.RunAsync();

        Assert.Equal(
            [
                nameof(PrepareCheckpoint), nameof(RoundOpened), nameof(TrainRound), nameof(TrainRound), nameof(TrainRound),
                nameof(EvaluateCheckpoint), nameof(UpdateJudged), nameof(UpdateJudged), nameof(UpdateJudged), nameof(RoundClosed),
                nameof(EvaluateCheckpoint), nameof(RunFinished),
            ],
            run.Workers.Messages.Select(message => message.GetType().Name));
    }

    [Fact]
    public async Task Messages_that_come_twice_change_nothing()
    {
        using var once = await TestRun.CreateAsync();
        using var twice = await TestRun.CreateAsync();
        twice.Workers.Copies = 2;

        await once.RunAsync();
        await twice.RunAsync();

        Assert.Equal(await once.WeightsAsync(2), await twice.WeightsAsync(2));
        Assert.DoesNotContain(twice.Workers.Heard<UpdateJudged>(), judged => judged.Verdict != UpdateVerdict.Accepted);
    }

    [Fact]
    public async Task Without_a_single_event_the_run_still_finishes()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Loses = message => message is not (PrepareCheckpoint or TrainRound or EvaluateCheckpoint);

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
    }

    [Fact]
    public async Task A_command_that_was_lost_is_sent_again()
    {
        using var run = await TestRun.CreateAsync();
        var lost = new HashSet<object>();
        run.Workers.Loses = lost.Add; // the first of each never arrives

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal(2, run.Workers.Heard<PrepareCheckpoint>().Count());
    }

    [Fact]
    public async Task A_client_that_shows_progress_is_not_asked_again()
    {
        using var run = await TestRun.CreateAsync();
        var asked = 0;
        run.Workers.Instead = train =>
        {
            run.Workers.Tell(new TrainingProgressed(
                train.RunId, train.Round, train.ClientId, train.Attempt, WorkStage.Training, ++asked, 10, null));
            run.Time.Leap(TimeSpan.FromSeconds(25)); // short of the silence that would be answered
            return train.Round.Value == 1 && asked <= 3;
        };
        run.Workers.Loses = message => message is EvaluateCheckpoint;

        var ended = await Record.ExceptionAsync(() => run.RunAsync(() => asked >= 3 ? throw new EndOfTest() : Task.CompletedTask));

        Assert.IsType<EndOfTest>(ended);
        Assert.Equal(3, run.Workers.Heard<TrainRound>().Count());
    }

    [Fact]
    public async Task A_late_update_is_counted_but_not_averaged()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 2, MinClients = 2, DeadlineSeconds = 60 }));
        TrainRound? late = null;
        run.Workers.Instead = train =>
        {
            if (train.ClientId == Clients[2] && train.Round.Value == 1)
            {
                late = train; // until the round is over
                return true;
            }

            if (train.Round.Value == 2 && late is { } missed)
            {
                late = null;
                run.Workers.Tell(new UpdateSubmitted(missed.RunId, missed.Round, missed.ClientId, missed.Attempt, Reference("late")));
                run.Workers.Tell(new UpdateSubmitted(missed.RunId, missed.Round, missed.ClientId, missed.Attempt, Reference("late")));
            }

            return false;
        };

        await run.RunAsync();

        var judged = run.Workers.Heard<UpdateJudged>().Single(judged => judged.Verdict == UpdateVerdict.Late);
        Assert.Equal((new RoundNumber(1), Clients[2]), (judged.Round, judged.ClientId));
        Assert.Equal(Clients[..2], run.Workers.Heard<RoundClosed>().First().Accepted);
    }

    [Fact]
    public async Task At_the_deadline_a_quorum_closes_the_round()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 2, DeadlineSeconds = 61 }));
        run.Workers.Instead = train => train.ClientId == Clients[1];

        var opened = run.Time.GetUtcNow();
        await run.RunAsync();

        Assert.Equal([Clients[0], Clients[2]], run.Workers.Heard<RoundClosed>().Single().Accepted);
        Assert.Equal(opened.AddSeconds(61), run.Time.GetUtcNow());
    }

    [Fact]
    public async Task Three_attempts_without_a_quorum_fail_the_run()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train => train.ClientId != Clients[0];

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Failed, "FK2001", 3), (state.Phase, state.Code, state.AbandonedAttempts));
        Assert.Equal([1, 2], run.Workers.Heard<RoundAbandoned>().Select(abandoned => abandoned.Attempt));
        Assert.Equal("FK2001", run.Workers.Heard<RunFinished>().Single().Code);
    }

    [Fact]
    public async Task An_abandoned_round_is_opened_again()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train => train is { Round.Value: 2, Attempt: 1 };

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal([1, 1, 2], run.Workers.Heard<RoundOpened>().Select(opened => opened.Attempt));
    }

    [Fact]
    public async Task A_NaN_is_rejected_and_the_others_are_averaged()
    {
        using var run = await TestRun.CreateAsync();
        var train = run.Workers.Train;
        run.Workers.Train = (command, weight) => command.ClientId == Clients[0] ? float.NaN : train(command, weight);

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.All(run.Workers.Heard<RoundClosed>(), closed => Assert.Equal(Clients[1..], closed.Accepted));
        Assert.Equal(2, run.Workers.Heard<UpdateJudged>().Count(judged => judged.Reason == "NonFiniteValues"));
    }

    [Fact]
    public async Task Nothing_but_rejections_fail_the_run_and_name_the_first()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Train = (_, _) => float.PositiveInfinity;

        var state = await run.RunAsync();

        Assert.Equal("FK2003", state.Code);
        Assert.Contains("site-a: NonFiniteValues: bias holds", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_fails_is_left_out()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train => Fail(run, train, Clients[1]);

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal([Clients, [Clients[0], Clients[2]]], run.Workers.Heard<RoundOpened>().Select(opened => opened.Cohort.ToArray()));
    }

    [Fact]
    public async Task Too_many_failed_clients_fail_the_run_with_the_code_of_the_first()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train => Fail(run, train, Clients[1], Clients[2]);

        var state = await run.RunAsync();

        Assert.Equal(("FK3006", "site-b: the loss is not a number"), (state.Code, state.Message));
    }

    [Fact]
    public async Task A_client_that_joins_anew_is_asked_again()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 3 }));
        var asked = 0;
        run.Workers.Instead = train =>
        {
            if (train.ClientId == Clients[1] && asked++ == 0)
            {
                run.Workers.Tell(new ClientFailed(train.RunId, train.ClientId, "FK9004", "the disk is full"));
                run.Workers.Tell(new ClientJoined(train.RunId, train.ClientId, new() { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false }, 1, 0));
                return true;
            }

            return false;
        };

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_failure_before_the_start_leaves_no_state_behind()
    {
        using var run = await TestRun.CreateWithoutClientsAsync();
        var looked = 0;

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.RunAsync(() =>
        {
            if (looked++ == 0)
            {
                run.Workers.Tell(new ClientFailed(Run1, Clients[0], "FK3002", "data.jsonl has no rows"));
                run.Workers.Tell(new ClientFailed(Run1, Clients[2], "FK3002", "data.jsonl has no rows"));
            }

            return Task.CompletedTask;
        }));

        Assert.Equal((ExitCodes.EmptyData, "site-a: data.jsonl has no rows"), (failure.Code, failure.Message));
        Assert.DoesNotContain(RunPaths.State.Value, run.Blobs.Paths);
    }

    [Fact]
    public async Task A_suspended_run_pauses_after_the_committed_round()
    {
        using var run = await TestRun.CreateAsync(Spec() with { Suspend = true });

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Running, RoundNumber.Start), (state.Phase, state.Committed));
        Assert.Empty(run.Workers.Heard<RunFinished>());
    }

    [Fact]
    public async Task A_run_that_has_ended_only_says_so_again()
    {
        using var run = await TestRun.CreateAsync();
        var first = await run.RunAsync();
        run.Workers.Messages.Clear();

        Assert.Equal(first, await run.RunAsync());
        Assert.IsType<RunFinished>(Assert.Single(run.Workers.Messages));
    }

    [Fact]
    public async Task Old_checkpoints_and_averaged_updates_are_deleted()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 5, MinClients = 2 }) with
        {
            Checkpoint = new() { StorageUri = "file:///run", Keep = 2 },
        });

        await run.RunAsync();

        Assert.Equal(
            ["000000", "000004", "000005"],
            run.Blobs.Paths.Where(path => path.StartsWith("checkpoints/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct());
        Assert.DoesNotContain(run.Blobs.Paths, path => path.Contains("/updates/", StringComparison.Ordinal));
        Assert.Equal(6, run.Blobs.Paths.Count(path => path.StartsWith("evaluations/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_checkpoint_is_kept_until_its_due_evaluation_exists()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 4, MinClients = 2 }) with
        {
            Checkpoint = new() { StorageUri = "file:///run", Keep = 1 },
        });
        run.Workers.Loses = message => message is EvaluateCheckpoint && !run.Workers.Heard<RoundClosed>().Any(closed => closed.Round.Value == 4);

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal(5, run.Blobs.Paths.Count(path => path.StartsWith("evaluations/", StringComparison.Ordinal)));
        Assert.DoesNotContain(RunPaths.CheckpointManifest(new(3)).Value, run.Blobs.Paths);
    }

    [Fact]
    public async Task An_update_that_changes_after_it_was_accepted_is_rejected()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 2 }));
        var path = RunPaths.UpdateTensors(new(1), 1, Clients[1]);

        await run.RunAsync(() =>
        {
            if (run.Workers.Heard<UpdateJudged>().Count() == 3 && run.Blobs.Paths.Contains(path.Value))
            {
                run.Blobs.Overwrite(path, Encoding.UTF8.GetBytes("something else"));
            }

            return Task.CompletedTask;
        });

        Assert.Equal("HashMismatch", run.Workers.Heard<UpdateJudged>().Last().Reason);
        Assert.Equal([Clients[0], Clients[2]], run.Workers.Heard<RoundClosed>().Single().Accepted);
    }

    [Fact]
    public async Task A_damaged_checkpoint_ends_the_run_and_nothing_is_averaged_from_it()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train =>
        {
            if (train.ClientId == Clients[2])
            {
                run.Blobs.Overwrite(RunPaths.CheckpointTensors(RoundNumber.Start), [0]);
            }

            return false;
        };
        run.Workers.Loses = message => message is EvaluateCheckpoint;

        await Assert.ThrowsAsync<InvalidDataException>(() => run.RunAsync());
        Assert.Equal(RoundNumber.Start, (await run.Store.FindStateAsync(run.Stop.Token))?.Value.Committed);
    }

    private static bool Fail(TestRun run, TrainRound train, params ClientId[] failing)
    {
        if (!failing.Contains(train.ClientId))
        {
            return false;
        }

        run.Workers.Tell(new ClientFailed(train.RunId, train.ClientId, "FK3006", "the loss is not a number"));
        return true;
    }

    private sealed class EndOfTest : Exception;
}
