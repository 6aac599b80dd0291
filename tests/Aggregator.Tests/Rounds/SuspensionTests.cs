using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>What is wanted of a run may change while it runs.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task A_run_that_is_suspended_in_a_round_goes_on_with_that_round()
    {
        using var undisturbed = await TestRun.CreateAsync();
        await undisturbed.RunAsync();
        using var run = await TestRun.CreateAsync();
        var submissions = new List<Task>();
        run.Workers.Instead = train => train is { Round.Value: 2 } && SuspendOnce(run, submissions);

        var paused = await run.RunAsync();
        await Task.WhenAll(submissions);
        await SubmitAsync(run, spec => spec with { Suspend = false });
        var state = await run.RunAsync();

        Assert.Equal((RunPhase.Running, new RoundNumber(1)), (paused.Phase, paused.Committed));
        Assert.Equal((RunPhase.Complete, 0), (state.Phase, state.AbandonedAttempts));
        Assert.Equal(await undisturbed.WeightsAsync(2), await run.WeightsAsync(2));
    }

    [Fact]
    public async Task Suspended_time_does_not_count_against_a_round()
    {
        using var run = await TestRun.CreateAsync(Spec(new() { Max = 1, MinClients = 3, DeadlineSeconds = 60 }));
        var submissions = new List<Task>();
        run.Workers.Instead = train => SuspendOnce(run, submissions);
        await run.RunAsync();

        run.Time.Leap(TimeSpan.FromDays(3));
        await SubmitAsync(run, spec => spec with { Suspend = false });
        var state = await run.RunAsync();

        Assert.Equal(RunPhase.Complete, state.Phase);
        Assert.Empty(run.Workers.Heard<RoundAbandoned>());
    }

    [Fact]
    public async Task Suspended_time_does_not_count_against_the_run()
    {
        using var run = await TestRun.CreateAsync(Spec() with { ActiveDeadlineSeconds = 3600 });
        var submissions = new List<Task>();
        run.Workers.Instead = train => SuspendOnce(run, submissions);
        await run.RunAsync();

        run.Time.Leap(TimeSpan.FromDays(3));
        await SubmitAsync(run, spec => spec with { Suspend = false });

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
    }

    [Fact]
    public async Task The_active_deadline_counts_through_a_restart()
    {
        using var run = await TestRun.CreateAsync(Spec() with { ActiveDeadlineSeconds = 3600 });
        run.Workers.Instead = _ => true;
        var calls = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync(() =>
            ++calls == 30 ? throw new InvalidOperationException("killed") : Task.CompletedTask));

        run.Time.Leap(TimeSpan.FromHours(1));

        Assert.Equal("FK2004", (await run.RunAsync()).Code);
    }

    [Fact]
    public async Task An_active_deadline_that_is_raised_while_the_run_runs_counts()
    {
        using var run = await TestRun.CreateAsync(Spec() with { ActiveDeadlineSeconds = 60 });
        var submissions = new List<Task>();
        run.Workers.Instead = train =>
        {
            if (submissions.Count == 0)
            {
                submissions.Add(SubmitAsync(run, spec => spec with { ActiveDeadlineSeconds = 600 }));
                run.Time.Leap(TimeSpan.FromSeconds(100));
            }

            return false;
        };

        Assert.Equal(RunPhase.Complete, (await run.RunAsync()).Phase);
    }

    [Fact]
    public async Task A_document_that_asks_for_another_run_is_refused()
    {
        using var run = await TestRun.CreateAsync();
        run.Workers.Instead = train =>
        {
            var other = Document(Spec(new() { Max = 7, MinClients = 2, DeadlineSeconds = 600 }));
            run.Blobs.Overwrite(RunPaths.Run, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(other, Contracts.ContractJson.Options));
            return true;
        };

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => run.RunAsync());

        Assert.Equal(ExitCodes.RunFolderOfAnotherManifest, failure.Code);
        Assert.Contains("spec.rounds.max", failure.Message, StringComparison.Ordinal);
    }

    private static bool SuspendOnce(TestRun run, List<Task> submissions)
    {
        if (submissions.Count > 0)
        {
            return false;
        }

        submissions.Add(SubmitAsync(run, spec => spec with { Suspend = true }));
        return true;
    }

    private static async Task SubmitAsync(TestRun run, Func<FederatedRunSpec, FederatedRunSpec> change)
    {
        var found = await run.Store.FindAsync<RunDocument>(RunPaths.Run, CancellationToken.None);
        var document = found!.Value; // every test run has one
        await RunSubmission.SubmitAsync(
            run.Store, document with { Run = document.Run with { Spec = change(document.Run.Spec) } }, CancellationToken.None);
    }
}
