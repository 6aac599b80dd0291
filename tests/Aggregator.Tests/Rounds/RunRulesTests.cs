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
            RunRequest.Of(Run(State()) with { Open = Round("a.."), Evaluated = Rounds() }));

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
        ActiveSince = Start,
        State = state is null ? null : new Stored<RunState>(state, Reference("state.json"), "1"),
        Joined = Clients,
        Checkpoints = Rounds(0),
        Evaluated = Rounds(0),
        Open = null,
        Submitted = new HashSet<ClientId>(),
        Lost = new Dictionary<ClientId, ClientFailed>(),
        LostEvaluator = null,
    };

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
