using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>The aggregator dies before every single call to its store, and the run ends as if it had not.</summary>
public sealed class RestartTests
{
    private static readonly FederatedRunSpec TwoRounds = Spec() with
    {
        Checkpoint = new() { StorageUri = "file:///run", Keep = 1 }, // so that deletions are among the steps
    };

    [Fact]
    public async Task Killed_at_any_step_and_started_again_the_run_ends_with_the_same_bytes()
    {
        var (expected, paths, stepCount) = await UndisturbedAsync();

        for (var step = 1; step <= stepCount; step++)
        {
            using var run = await TestRun.CreateAsync(TwoRounds);
            await Assert.ThrowsAsync<KilledException>(() => run.RunAsync(KillAt(step)));

            Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
            Assert.Equal(expected, await run.WeightsAsync(2));
            Assert.Equal(paths, run.Blobs.Paths);
        }
    }

    [Fact]
    public async Task Killed_again_and_again_the_run_still_ends_with_the_same_bytes()
    {
        var (expected, _, _) = await UndisturbedAsync();
        using var run = await TestRun.CreateAsync(TwoRounds);

        RunState? state = null;
        for (var lifetime = 1; state is null; lifetime++)
        {
            // Each life is one call longer. The shortest get nowhere; in time one is long enough to judge and close a round.
            state = await FinishOrDieAsync(run, lifetime);
        }

        Assert.Equal(RunPhase.Complete, state.Phase);
        Assert.Equal(expected, await run.WeightsAsync(2));
    }

    [Fact]
    public async Task A_state_that_another_aggregator_moved_is_adopted()
    {
        var (expected, _, stepCount) = await UndisturbedAsync();

        for (var step = 1; step <= stepCount; step += 5)
        {
            // In the middle of this one's step another aggregator runs the whole run.
            using var run = await TestRun.CreateAsync(TwoRounds);
            var calls = 0;
            var state = await run.RunAsync(async () =>
            {
                if (++calls == step)
                {
                    await run.RunAsync();
                }
            });

            Assert.Equal((RunPhase.Complete, 4L), (state.Phase, state.Generation));
            Assert.Equal(expected, await run.WeightsAsync(2));
        }
    }

    [Fact]
    public async Task An_aggregator_that_always_comes_second_leaves_the_run_to_the_other()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 20, MinClients = 1 }));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.RunAsync(async () =>
        {
            // The other aggregator commits a change that looks like nothing before each of this one's calls.
            if (await run.Store.FindStateAsync(run.Stop.Token) is { } current)
            {
                await run.Store.TryCommitAsync(current, current.Value with { Generation = current.Value.Generation + 1 }, run.Stop.Token);
            }
        }));

        Assert.Equal(ExitCodes.StateConflict, failure.Code);
    }

    [Fact]
    public async Task Updates_accepted_before_a_restart_are_judged_the_same_after_it()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 2 }));
        var train = run.Workers.Train;
        run.Workers.Train = (command, weight) => command.ClientId == Clients[0] ? float.NaN : train(command, weight);

        await Assert.ThrowsAsync<KilledException>(() => run.RunAsync(() =>
            run.Workers.Heard<UpdateJudged>().Count() == 3 ? throw new KilledException() : Task.CompletedTask));
        await run.RunAsync();

        var judged = run.Workers.Heard<UpdateJudged>().ToArray();
        Assert.Equal(6, judged.Length);
        Assert.Equal(judged[..3], judged[3..]);
    }

    [Fact]
    public async Task An_accepted_update_that_is_announced_after_a_restart_is_not_late()
    {
        using var run = await TestRun.CreateAsync();
        UpdateSubmitted? first = null;
        run.Workers.Loses = message =>
        {
            first ??= message as UpdateSubmitted;
            return false;
        };
        await Assert.ThrowsAsync<KilledException>(() => run.RunAsync(() =>
            run.Workers.Heard<RoundClosed>().Any() ? throw new KilledException() : Task.CompletedTask));

        var isTold = false;
        await run.RunAsync(() =>
        {
            if (!isTold)
            {
                isTold = true;
                run.Workers.Tell(first!); // the first life has heard of it
            }

            return Task.CompletedTask;
        });

        Assert.DoesNotContain(run.Workers.Heard<UpdateJudged>(), judged => judged.Verdict == UpdateVerdict.Late);
    }

    [Fact]
    public async Task A_host_that_stops_ends_the_loop_and_loses_nothing()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train =>
        {
            run.Stop.Cancel();
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync());
        Assert.Contains(RunPaths.Plan(new RoundNumber(1), 1).Value, run.Blobs.Paths);
    }

    private static async Task<(byte[] Weights, IReadOnlyList<string> Paths, int StepCount)> UndisturbedAsync()
    {
        using var run = await TestRun.CreateAsync(TwoRounds);
        var stepCount = 0;
        await run.RunAsync(() =>
        {
            stepCount++;
            return Task.CompletedTask;
        });
        return (await run.WeightsAsync(2), run.Blobs.Paths, stepCount);
    }

    private static async Task<RunState?> FinishOrDieAsync(TestRun run, int lifetime)
    {
        try
        {
            return await run.RunAsync(KillAt(lifetime));
        }
        catch (KilledException)
        {
            return null;
        }
    }

    private static Func<Task> KillAt(int step)
    {
        var calls = 0;
        return () => ++calls == step ? throw new KilledException() : Task.CompletedTask;
    }

    private sealed class KilledException : Exception;
}
