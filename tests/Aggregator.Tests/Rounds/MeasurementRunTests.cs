using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>What a run waits for besides updates, and how it ends by what was measured.</summary>
public sealed class MeasurementRunTests
{
    private static readonly FederatedRunSpec TenRounds = Spec(new() { Max = 10, MinClients = 2, DeadlineSeconds = 600 }) with
    {
        Evaluation = new() { EarlyStopping = new() { Task = "tickets", Target = 0.8, Patience = 3 } },
    };

    [Fact]
    public async Task Each_client_measures_each_due_checkpoint_on_its_test_split()
    {
        using var run = await CreateAsync(Spec(), Clients[..2]);

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
        Assert.Equal(6, run.Blobs.Paths.Count(path => path.StartsWith("test-splits/", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.Workers.Heard<EvaluateTestSplit>(), command => command.ClientId == Clients[2]);
    }

    [Fact]
    public async Task A_lost_request_to_measure_is_repeated()
    {
        using var run = await CreateAsync(Spec(), Clients);
        var lost = new HashSet<object>();
        run.Workers.Loses = message => message is EvaluateTestSplit or TestSplitEvaluated && lost.Add(message);

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Complete, null), (state.Phase, state.Message));
        Assert.Equal(9, run.Blobs.Paths.Count(path => path.StartsWith("test-splits/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_without_its_last_measurements_completes_and_says_so()
    {
        using var run = await CreateAsync(Spec(), Clients[..1]);
        run.Workers.Loses = message => message is EvaluateTestSplit { Round.Value: 2 };

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Complete, EndReason.RoundsCommitted), (state.Phase, state.Reason));
        Assert.Equal("without site-a's report on round 2, awaited for 600 s", state.Message);
        Assert.Equal(state.Message, run.Workers.Heard<RunFinished>().Single().Message);
    }

    [Fact]
    public async Task The_report_of_a_lost_client_is_not_awaited()
    {
        using var run = await CreateAsync(Spec(), Clients[2..]);
        run.Workers.Loses = message => message is EvaluateTestSplit && Fail(run);

        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Complete, null), (state.Phase, state.Message));
    }

    [Fact]
    public async Task A_target_ends_the_run_at_the_round_that_reaches_it()
    {
        using var run = await TestRun.CreateAsync(TenRounds);
        run.Workers.Scores = round => [Tickets(0.3 * round.Value)];

        var state = await run.RunAsync();

        Assert.Equal((EndReason.TargetReached, new RoundNumber(3)), (state.Reason, state.Committed));
        Assert.Equal("tickets accuracy 0.9 at round 3 reached 0.8", state.Message);
    }

    [Fact]
    public async Task Exhausted_patience_ends_the_run()
    {
        using var run = await TestRun.CreateAsync(TenRounds);
        run.Workers.Scores = round => [Tickets(round.Value == 1 ? 0.5 : 0.4)];

        var state = await run.RunAsync();

        Assert.Equal((EndReason.PatienceExhausted, new RoundNumber(4)), (state.Reason, state.Committed));
    }

    [Fact]
    public async Task Where_a_run_ends_does_not_depend_on_when_measurements_come()
    {
        using var run = await TestRun.CreateAsync(TenRounds);
        run.Workers.Scores = round => [Tickets(0.3 * round.Value)];
        var lost = new HashSet<object>();
        run.Workers.Loses = message => message is EvaluateCheckpoint && lost.Add(message); // each comes after a silence

        Assert.Equal(new RoundNumber(3), (await run.RunAsync()).Committed);
    }

    [Fact]
    public async Task A_measurement_that_never_comes_does_not_stop_the_run()
    {
        using var run = await TestRun.CreateAsync(TenRounds);
        run.Workers.Scores = round => [Tickets(0.3 * round.Value)];
        run.Workers.Loses = message => message is EvaluateCheckpoint { Round.Value: 3 };

        var state = await run.RunAsync();

        Assert.Equal((EndReason.TargetReached, new RoundNumber(4)), (state.Reason, state.Committed));
        Assert.Contains("without the evaluation of round 3", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restarted_aggregator_decides_by_what_was_measured_before()
    {
        using var run = await TestRun.CreateAsync(TenRounds);
        run.Workers.Scores = round => [Tickets(round.Value == 1 ? 0.5 : 0.4)];
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync(() =>
            run.Workers.Heard<RoundClosed>().Count() == 3 ? throw new InvalidOperationException("killed") : Task.CompletedTask));

        Assert.Equal(new RoundNumber(4), (await run.RunAsync()).Committed);
    }

    private static async Task<TestRun> CreateAsync(FederatedRunSpec spec, IReadOnlyList<ClientId> withTestSplit)
    {
        var run = await TestRun.CreateWithoutClientsAsync(spec);
        run.Workers.TestExamples = client => withTestSplit.Contains(client) ? 5 : 0;
        await run.Workers.JoinAsync(Clients);
        return run;
    }

    private static TaskScore Tickets(double accuracy) => new("tickets", 100, 1, accuracy);

    private static bool Fail(TestRun run)
    {
        run.Workers.Tell(new ClientFailed(Run1, Clients[2], "FK3006", "the loss is not a number"));
        return true;
    }
}
