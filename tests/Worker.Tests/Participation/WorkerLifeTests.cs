using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Tests.Training;

namespace FedK8s.Worker.Tests.Participation;

public sealed class WorkerLifeTests : IDisposable
{
    private readonly TinyRun _run = new();

    public WorkerLifeTests() => _run.Spec = _run.Spec with
    {
        Method = new() { Lora = new() { Rank = 2 } },
        Clients = [_run.Client("a", rows: 8), _run.Client("b", rows: 8)],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_run_that_ends_ends_its_workers()
    {
        await using var process = await StartAsync();
        var life = process.Life.RunAsync(Cancellation);
        await process.Events.NextAsync<ClientJoined>();

        await process.Store.TryCommitAsync(null, State(RunPhase.Complete), Cancellation);
        await process.PublishAsync(new RunFinished(WorkerProcess.RunId, RunPhase.Complete, new(2), null, null));

        await life;
    }

    [Fact]
    public async Task A_run_that_has_ended_before_needs_no_worker()
    {
        await using var process = await StartAsync();
        await process.Store.TryCommitAsync(null, State(RunPhase.Failed), Cancellation);

        await process.Life.RunAsync(Cancellation);

        Assert.Null(await process.Store.FindAsync<JoinedClient>(RunPaths.Client(new("a")), Cancellation));
    }

    [Fact]
    public async Task A_suspended_run_needs_no_worker()
    {
        _run.Spec = _run.Spec with { Suspend = true };
        await using var process = await StartAsync();

        await process.Life.RunAsync(Cancellation);
    }

    [Fact]
    public async Task Another_runs_store_is_refused()
    {
        await using var process = await StartAsync(runId: new("run-2"));

        Assert.Equal(ExitCodes.RunFolderOfAnotherManifest, (await FailureOf(process)).Code);
    }

    [Fact]
    public async Task A_client_with_bad_data_is_lost_and_the_others_join()
    {
        File.AppendAllText(_run["a.jsonl"], "{\n");
        await using var process = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var life = process.Life.RunAsync(stop.Token);

        var lost = await process.Events.NextAsync<ClientFailed>();
        var joined = await process.Events.NextAsync<ClientJoined>();

        Assert.Equal(("a", ExitCodes.UnreadableRow.Code, "b"), (lost.ClientId?.Value, lost.Code, joined.ClientId.Value));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => life);
    }

    [Fact]
    public async Task A_lost_client_says_so_each_time_it_is_asked()
    {
        File.AppendAllText(_run["a.jsonl"], "{\n");
        await using var process = await StartAsync();
        await process.Participants.JoinAsync(Cancellation);
        await process.Events.NextAsync<ClientFailed>();

        await process.TrainAsync("a", new(RunPaths.CheckpointManifest(RoundNumber.Start), 1, ""));

        Assert.Equal("a", (await process.Events.NextAsync<ClientFailed>()).ClientId?.Value);
    }

    [Fact]
    public async Task A_process_ends_with_the_code_of_its_last_client()
    {
        File.AppendAllText(_run["a.jsonl"], "{\n");
        File.WriteAllText(_run["b.jsonl"], "");
        await using var process = await StartAsync();

        Assert.Equal(ExitCodes.EmptyData, (await FailureOf(process)).Code);
    }

    [Fact]
    public async Task A_model_that_nobody_can_load_loses_every_client_and_ends_the_process()
    {
        Directory.Delete(_run.ModelFolder, recursive: true);
        await using var process = await StartAsync();

        var failure = await FailureOf(process);

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
        Assert.Equal("a", (await process.Events.NextAsync<ClientFailed>()).ClientId?.Value);
        Assert.Equal("b", (await process.Events.NextAsync<ClientFailed>()).ClientId?.Value);
    }

    [Fact]
    public async Task What_a_new_process_may_cure_ends_this_one_and_loses_nobody()
    {
        using var other = ClientState.Open(_run["state"], WorkerProcess.RunId, new("a"));
        await using var process = await StartAsync();

        var failure = await FailureOf(process);

        Assert.Equal((ExitCodes.ClientStateInUse, true), (failure.Code, failure.Code.IsRetriable));
        await process.PublishAsync(new RunFinished(WorkerProcess.RunId, RunPhase.Complete, new(2), null, null));
        await process.Events.NextAsync<RunFinished>();
        Assert.DoesNotContain(process.Events.Seen, found => found is ClientFailed);
    }

    [Fact]
    public async Task A_service_measures_how_fast_it_trains()
    {
        await using var process = await StartAsync();

        await process.Participants.JoinAsync(Cancellation);

        var capability = (await process.Events.NextAsync<ClientJoined>()).Capability;
        Assert.True(capability is { StepSeconds: > 0, BlockForwardSeconds: > 0, BlockBackwardSeconds: > 0 });
    }

    private Task<WorkerProcess> StartAsync(RunId? runId = null) => WorkerProcess.StartAsync(
        _run,
        change: settings => settings with
        {
            RunId = runId ?? settings.RunId,
            IsService = true,
            Evaluates = false,
            StateFolder = _run["state"],
        });

    private static async Task<RunFailedException> FailureOf(WorkerProcess process) =>
        await Assert.ThrowsAsync<RunFailedException>(() => process.Life.RunAsync(Cancellation));

    private static RunState State(RunPhase phase) => new()
    {
        RunId = WorkerProcess.RunId,
        Generation = 1,
        Committed = RoundNumber.Start,
        Checkpoint = new(RunPaths.CheckpointManifest(RoundNumber.Start), 1, ""),
        Phase = phase,
        AbandonedAttempts = 0,
    };
}
