using FedK8s.Aggregator.Measurements;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using static FedK8s.Aggregator.Tests.Rounds.RoundRulesTests;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class RunRulesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(RunPhase.Complete)]
    [InlineData(RunPhase.Failed)]
    public void A_run_that_has_ended_stays_ended(RunPhase phase) =>
        Assert.IsType<RunStep.End>(Next(Run(State(phase: phase))));

    [Fact]
    public void The_start_waits_for_every_client() =>
        Assert.IsType<RunStep.Wait>(Next(Run() with { Joined = Clients[..2] }));

    [Fact]
    public void After_the_deadline_the_start_goes_on_with_enough_clients() =>
        Assert.Equal(Commit(0), Next(Run() with { Joined = Clients[..2] }, Start.AddSeconds(600)));

    [Fact]
    public void After_the_deadline_too_few_clients_fail_the_run() =>
        AssertFails("FK2001", "1 of 3 clients joined", Next(Run() with { Joined = Clients[..1] }, Start.AddSeconds(600)));

    [Fact]
    public void A_client_that_is_lost_at_the_start_is_not_waited_for() =>
        Assert.Equal(Commit(0), Next(Run() with { Joined = Clients[..2], Lost = Lost(Clients[2]) }));

    [Fact]
    public void Too_many_lost_clients_fail_the_run_with_the_code_of_the_first() =>
        AssertFails("FK3001", "site-b: row 7", Next(Run() with { Joined = Clients[..1], Lost = Lost(Clients[2], Clients[1]) }));

    [Fact]
    public void A_message_that_names_its_client_is_not_named_twice()
    {
        var lost = Lost(Clients[1], Clients[2]);
        lost[Clients[1]] = lost[Clients[1]] with { Message = "data of site-b: row 7" };

        AssertFails("FK3001", "data of site-b: row 7", Next(Run() with { Joined = Clients[..1], Lost = lost }));
    }

    [Fact]
    public void A_lost_evaluator_fails_the_run() =>
        AssertFails("FK3004", "evaluator: no such model", Next(Run(State()) with
        {
            LostEvaluator = new ClientFailed(Run1, null, "FK3004", "no such model"),
        }));

    [Fact]
    public void Without_checkpoint_0_the_start_waits() =>
        Assert.IsType<RunStep.Wait>(Next(Run() with { Checkpoints = new HashSet<RoundNumber>() }));

    [Fact]
    public void A_round_follows_the_start() =>
        Assert.Equal(Clients, Assert.IsType<RunStep.OpenNextRound>(Next(Run(State()))).Available);

    [Fact]
    public void A_lost_client_is_not_asked_to_train() =>
        Assert.Equal(Clients[1..], Assert.IsType<RunStep.OpenNextRound>(Next(Run(State()) with { Lost = Lost(Clients[0]) })).Available);

    [Fact]
    public void A_suspended_run_opens_no_round()
    {
        var run = Run(State(committed: 1));
        var end = Next(run with { Spec = run.Spec with { Suspend = true } });

        Assert.Equal(RunPhase.Running, Assert.IsType<RunStep.End>(end).State.Value.Phase);
    }

    [Fact]
    public void A_checkpoint_whose_writer_died_before_the_commit_is_committed() =>
        Assert.Equal(Commit(1), Next(Run(State()) with { Checkpoints = Rounds(0, 1), Open = Round("...") }));

    [Fact]
    public void What_was_submitted_is_judged_before_anything_else()
    {
        var step = Next(Run(State()) with { Open = Round("a.."), Submitted = Clients[..2].ToHashSet() }, Start.AddDays(1));

        Assert.Equal([Clients[1]], Assert.IsType<RunStep.JudgeUpdates>(step).Clients);
    }

    [Fact]
    public void A_round_with_every_update_is_closed() =>
        Assert.IsType<RunStep.CloseRound>(Next(Run(State()) with { Open = Round("aaa") }));

    [Fact]
    public void A_round_without_a_quorum_is_abandoned_and_says_what_was_missing() =>
        Assert.Equal(
            "1 updates accepted, 2 wanted, 1 rejected, 1 missing",
            Assert.IsType<RunStep.AbandonRound>(Next(Run(State()) with { Open = Round("ar.") }, Start.AddDays(1))).Detail);

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)] // of a run that failed and was taken up again
    [InlineData(6, true)]
    public void Every_third_abandoned_attempt_fails_the_run(int attempt, bool fails) =>
        Assert.Equal(fails, Next(Run(State(abandoned: attempt - 1)) with { Open = Round("...", attempt) }, Start.AddDays(1)) is RunStep.Fail);

    [Fact]
    public void Three_attempts_with_nothing_but_rejections_name_the_first() =>
        AssertFails("FK2003", "the first from site-a: NonFiniteValues", Next(Run(State(abandoned: 2)) with
        {
            Open = Round("rrr", attempt: 3),
            Submitted = Clients.ToHashSet(),
        }));

    [Fact]
    public void Losing_the_quorum_in_a_round_fails_the_run_at_once() =>
        AssertFails("FK3001", "site-b: row 7", Next(Run(State()) with { Open = Round(".ll"), Lost = Lost(Clients[1], Clients[2]) }));

    // The end of such a run lies beyond the last date there is.
    [Fact]
    public void A_deadline_may_be_as_far_away_as_its_field_can_say()
    {
        var run = Run(State());
        run = run with { Spec = run.Spec with { ActiveDeadlineSeconds = long.MaxValue } };

        Assert.IsType<RunStep.OpenNextRound>(Next(run));
    }

    [Fact]
    public void A_run_that_is_active_for_too_long_fails()
    {
        var run = Run(State());
        run = run with { Spec = run.Spec with { ActiveDeadlineSeconds = 60 } };

        Assert.IsType<RunStep.OpenNextRound>(Next(run, Start.AddSeconds(59)));
        AssertFails("FK2004", "active for 60 s", Next(run, Start.AddSeconds(60)));
    }

    [Fact]
    public void The_run_ends_only_when_its_due_evaluations_exist()
    {
        var run = Run(State(committed: 2)) with { Checkpoints = Rounds(0, 1, 2), Evaluated = Rounds(0, 2) };

        Assert.IsType<RunStep.Wait>(Next(run));
        Assert.IsType<RunStep.Complete>(Next(run with { Evaluated = Rounds(0, 1, 2) }));
    }

    [Fact]
    public void The_run_ends_only_when_clients_have_measured_the_last_checkpoint()
    {
        var run = Run(State(committed: 2)) with { WithTestSplit = Clients[1..].ToHashSet(), TestSplits = Splits(0, 1) };

        Assert.IsType<RunStep.Wait>(Next(run));
        Assert.IsType<RunStep.Complete>(Next(run with { TestSplits = Splits(0, 1, 2) }));
        Assert.IsType<RunStep.Complete>(Next(run with { TestSplits = Splits(0, 1), Lost = Lost(Clients[2]) }));
    }

    [Fact]
    public void Measurements_are_awaited_for_the_time_of_a_round_and_then_named()
    {
        var run = Run(State(committed: 2)) with
        {
            Checkpoints = Rounds(0, 2),
            CommittedSince = Start.AddHours(1),
            WithTestSplit = Clients[2..].ToHashSet(),
            TestSplits = Splits(2),
        };

        Assert.IsType<RunStep.Wait>(Next(run, Start.AddHours(1).AddSeconds(599)));
        var complete = Assert.IsType<RunStep.Complete>(Next(run, Start.AddHours(1).AddSeconds(600)));
        Assert.Equal((EndReason.RoundsCommitted, true), (complete.Reason, complete.IsIncomplete));
        Assert.Equal("without the evaluation of round 2, site-c's report on round 2, awaited for 600 s", complete.Message);
    }

    [Fact]
    public void With_early_stopping_a_round_waits_until_the_one_before_is_measured()
    {
        var run = Stopping(State(committed: 1)) with { Evaluated = Rounds(0) };

        Assert.IsType<RunStep.Wait>(Next(run, Start.AddSeconds(599)));
        Assert.False(Assert.IsType<RunStep.OpenNextRound>(Next(run, Start.AddSeconds(600))).IsMeasured);
        Assert.True(Assert.IsType<RunStep.OpenNextRound>(Next(run with { Evaluated = Rounds(0, 1) })).IsMeasured);
    }

    [Fact]
    public void A_reached_target_completes_the_run()
    {
        var run = Stopping(State(committed: 1)) with { Measurements = [new(new(0), 0.1), new(new(1), 0.9)] };

        var complete = Assert.IsType<RunStep.Complete>(Next(run));

        Assert.Equal((EndReason.TargetReached, "tickets accuracy 0.9 at round 1 reached 0.8"), (complete.Reason, complete.Message));
    }

    [Fact]
    public void A_round_that_is_open_is_finished_whatever_is_measured_late() =>
        Assert.IsType<RunStep.CloseRound>(Next(Stopping(State()) with { Open = Round("aaa"), Measurements = [new(new(0), 0.9)] }));

    [Fact]
    public void A_run_that_is_suspended_in_an_open_round_stops_at_once()
    {
        var run = Run(State()) with { Open = Round("aaa") };

        Assert.IsType<RunStep.End>(Next(run with { Spec = run.Spec with { Suspend = true } }));
    }

    [Fact]
    public void Whoever_is_not_stuck_is_asked() =>
        Assert.Equal(
            [new RunRequest.Train(new(1), 1, Clients[1])], RunRequest.Of(Run(State()) with { Open = Round("a.s") }, Start));

    [Fact]
    public void Clients_with_a_test_split_are_asked_to_measure_what_is_due() =>
        Assert.Equal(
            [new RunRequest.EvaluateSplit(new(0), Clients[0]), new RunRequest.EvaluateSplit(new(1), Clients[1])],
            RunRequest.Of(Run(State(committed: 1)) with
            {
                WithTestSplit = Clients[..2].ToHashSet(),
                Checkpoints = Rounds(0, 1, 2),
                Evaluated = Rounds(0, 1),
                TestSplits = new HashSet<TestSplitKey> { new(new(0), Clients[1]), new(new(1), Clients[0]) },
            }, Start));

    [Theory]
    [InlineData(7, false)]
    [InlineData(6, true)]
    public void A_checkpoint_is_obsolete_beyond_the_last_few(int round, bool isObsolete) =>
        Assert.Equal(isObsolete, CheckpointPruner.IsObsolete(Run(State(committed: 9)) with { Evaluated = Rounds(6, 7) }, new(round)));

    [Theory]
    [InlineData(14, false)]
    [InlineData(1, true)] // nobody measures
    public void A_checkpoint_that_is_to_be_measured_is_kept_longer_but_not_for_ever(int round, bool isObsolete) =>
        Assert.Equal(isObsolete, CheckpointPruner.IsObsolete(
            Run(State(committed: 20)) with { Spec = Spec(new() { Max = 30 }), Checkpoints = Rounds(0, 1, 14), Evaluated = Rounds(0) }, new(round)));

    [Fact]
    public void A_round_that_was_open_through_a_suspension_has_its_whole_time_again()
    {
        var (duration, resumed) = (TimeSpan.FromMinutes(10), Start.AddHours(5));

        Assert.Equal(resumed + duration, RoundDeadline.Of(Plan(), duration, resumed, seen: resumed));
        Assert.Equal(Plan().Deadline, RoundDeadline.Of(Plan(), duration, activeSince: Start, seen: Start.AddMinutes(3)));
    }

    [Fact]
    public void No_process_waits_longer_than_a_round_takes()
    {
        var future = Plan() with { Deadline = Start.AddDays(2) }; // of a clock that was ahead

        Assert.Equal(Start.AddMinutes(11), RoundDeadline.Of(future, TimeSpan.FromMinutes(10), Start, seen: Start.AddMinutes(1)));
    }

    [Fact]
    public void An_evaluation_whose_checkpoint_is_gone_is_not_waited_for() =>
        Assert.IsType<RunStep.Complete>(Next(Run(State(committed: 2)) with { Checkpoints = Rounds(0, 2), Evaluated = Rounds(0, 2) }));

    [Fact]
    public void Clients_are_asked_before_the_evaluator() =>
        Assert.Equal(
            [
                new RunRequest.Train(new(1), 1, Clients[1]),
                new RunRequest.Train(new(1), 1, Clients[2]),
                new RunRequest.Evaluate(new(0)),
            ],
            RunRequest.Of(Run(State()) with { Open = Round("a.."), Evaluated = Rounds() }, Start));

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, true)]
    [InlineData(3, 2, false)]
    [InlineData(4, 2, true)]
    [InlineData(5, 2, true)] // the last
    [InlineData(3, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(5, 0, true)]
    public void The_start_the_last_and_every_so_many_rounds_are_measured(int round, int everyRounds, bool isDue) =>
        Assert.Equal(isDue, EvaluationSchedule.IsDue(new(round), Spec(new() { Max = 5 }) with
        {
            Evaluation = new() { EveryRounds = everyRounds },
        }));

    private static RunStep Next(RunObservation run, DateTimeOffset? now = null) => RunRules.Next(run, now ?? Start);

    private static RunObservation Run(RunState? state = null) => new()
    {
        Spec = Spec(),
        TakenUp = Start,
        ActiveSince = Start,
        CommittedSince = Start,
        State = state is null ? null : new Stored<RunState>(state, Reference("state.json"), "1"),
        Joined = Clients,
        Checkpoints = Rounds(0),
        Evaluated = Rounds(0),
        WithTestSplit = new HashSet<ClientId>(),
        TestSplits = new HashSet<TestSplitKey>(),
        Measurements = [],
        Open = null,
        Submitted = new HashSet<ClientId>(),
        Lost = new Dictionary<ClientId, ClientFailed>(),
        LostEvaluator = null,
    };

    private static RunObservation Stopping(RunState state)
    {
        var spec = Spec() with { Evaluation = new() { EarlyStopping = new() { Task = "tickets", Target = 0.8 } } };
        return Run(state) with { Spec = spec, Checkpoints = Rounds(0, state.Committed.Value), Evaluated = Rounds(0, state.Committed.Value) };
    }

    private static HashSet<TestSplitKey> Splits(params int[] clients) => [.. clients.Select(client => new TestSplitKey(new(0), Clients[client]))];

    private static HashSet<RoundNumber> Rounds(params int[] rounds) => [.. rounds.Select(round => new RoundNumber(round))];

    private static RunStep.CommitCheckpoint Commit(int round) => new(new(round));

    private static Dictionary<ClientId, ClientFailed> Lost(params ClientId[] clients) =>
        clients.ToDictionary(client => client, client => new ClientFailed(Run1, client, "FK3001", "row 7"));

    private static void AssertFails(string code, string message, RunStep step)
    {
        var failure = Assert.IsType<RunStep.Fail>(step);
        Assert.Equal(code, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }
}
