using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using Microsoft.Extensions.DependencyInjection;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>Two aggregators on one run: the lease lets one work, and the conditional write lets one commit.</summary>
public sealed class TwoAggregatorsTests
{
    [Fact]
    public async Task An_aggregator_that_holds_the_lease_runs_the_run_and_gives_it_back()
    {
        using var run = await TestRun.CreateAsync();
        var process = run.StartService();

        Assert.Equal(RunPhase.Complete, (await DriveAsync(run, process)).Phase);
        Assert.False(run.Leases.IsHeld(RunPaths.AggregatorLease));
    }

    [Fact]
    public async Task The_second_waits_and_takes_over_when_the_first_stops()
    {
        using var run = await TestRun.CreateAsync();
        var first = await run.Leases.TryLeaseAsync(RunPaths.AggregatorLease, run.Stop.Token);
        var waiting = run.StartService(() =>
            run.Leases.IsHeld(RunPaths.AggregatorLease) ? Task.CompletedTask : throw new InvalidOperationException("works without the lease"));
        var second = DriveAsync(run, waiting);
        var health = waiting.GetRequiredService<AggregatorHealth>();
        Assert.Equal((AggregatorStage.StandingBy, true, true), (health.Stage, health.IsReady, health.IsAlive));
        Assert.Empty(run.Workers.Messages);

        await first!.DisposeAsync(); // nobody held it before

        Assert.Equal(RunPhase.Complete, (await second).Phase);
    }

    [Fact]
    public async Task An_aggregator_that_loses_its_lease_stops_and_begins_anew_when_it_has_it_again()
    {
        using var run = await TestRun.CreateAsync();
        var hasExpired = false;
        var process = run.StartService(() =>
        {
            if (run.Workers.Heard<RoundClosed>().Any() && !hasExpired)
            {
                hasExpired = true;
                run.Leases.Expire(RunPaths.AggregatorLease, isNoticed: true);
            }

            return Task.CompletedTask;
        });

        Assert.Equal(RunPhase.Complete, (await DriveAsync(run, process)).Phase);
        Assert.True(hasExpired);
    }

    [Fact]
    public async Task A_process_that_was_paused_at_any_step_commits_nothing_and_takes_nothing_away()
    {
        using var undisturbed = await TestRun.CreateAsync();
        var stepCount = 0;
        await undisturbed.RunAsync(() => Task.FromResult(++stepCount));
        var expected = await undisturbed.WeightsAsync(2);

        for (var step = 1; step <= stepCount; step++)
        {
            using var run = await TestRun.CreateAsync();
            var (calls, whileItSlept) = (0, (RunState?)null);
            var paused = run.StartService(async () =>
            {
                if (++calls == step)
                {
                    run.Leases.Expire(RunPaths.AggregatorLease, isNoticed: false);
                    whileItSlept = await OneCommitAsync(run);
                }
            });

            Assert.Equal(RunPhase.Complete, (await DriveAsync(run, paused)).Phase);
            Assert.NotNull(whileItSlept);
            Assert.Equal(expected, await run.WeightsAsync(2));
            Assert.Equal(undisturbed.Blobs.Paths, run.Blobs.Paths);
            Assert.Equal(4, (await run.Store.FindStateAsync(run.Stop.Token))!.Value.Generation); // each commit once
        }
    }

    [Fact]
    public async Task One_that_always_comes_second_waits_instead_of_ending()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 20, MinClients = 1 }));
        var moved = 0;
        var process = run.StartService(async () =>
        {
            if (moved < 40 && await run.Store.FindStateAsync(run.Stop.Token) is { Value.Phase: RunPhase.Running } current)
            {
                moved++;
                await run.Store.TryCommitAsync(current, current.Value with { Generation = current.Value.Generation + 1 }, run.Stop.Token);
            }
        });

        var state = await DriveAsync(run, process);

        Assert.Equal((RunPhase.Complete, new RoundNumber(20)), (state.Phase, state.Committed));
    }

    [Fact]
    public async Task A_service_that_is_asked_to_stop_gives_the_lease_back()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = _ =>
        {
            run.Stop.Cancel();
            return true;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DriveAsync(run, run.StartService()));
        Assert.False(run.Leases.IsHeld(RunPaths.AggregatorLease));
    }

    private static Task<RunState> DriveAsync(TestRun run, IServiceProvider process) =>
        process.GetRequiredService<IRunDriver>().RunAsync(run.Stop.Token);

    // Another aggregator takes the lease over, moves the state once more than it found it, and dies.
    private static async Task<RunState> OneCommitAsync(TestRun run)
    {
        var found = (await run.Store.FindStateAsync(run.Stop.Token))?.Value.Generation ?? 0;
        RunState? moved = null;
        var hints = run.Workers.Hints;
        var other = run.StartService(async () =>
        {
            var state = await run.Store.FindStateAsync(run.Stop.Token);
            if (state?.Value.Generation > found)
            {
                moved = state.Value;
                throw new DiedException();
            }
        });

        await Record.ExceptionAsync(async () => moved = await DriveAsync(run, other));
        run.Workers.Hints = hints;
        return moved!; // a run that has not ended moves
    }

    private sealed class DiedException : Exception;
}
