using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Tests.Training;
using TorchSharp;

namespace FedK8s.Worker.Tests.Participation;

public sealed class ConsumerTests : IDisposable
{
    private static readonly string[] ClientNames = ["a", "b", "c"];

    private readonly TinyRun _run = new();

    public ConsumerTests()
    {
        _run.Spec = _run.Spec with
        {
            Method = new() { Lora = new() { Rank = 2 } },
            LocalTraining = new() { BatchSize = 4, LearningRate = 1e-2 },
            Clients = [.. ClientNames.Select(name => _run.Client(name, rows: 12, testFraction: 0.25))],
            Evaluation = new() { Tasks = [new() { Name = "general", Data = new() { StorageUri = _run.Address("a.jsonl") } }] },
        };
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Checkpoint_zero_holds_the_methods_start_values()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;
        var manifest = await process.Store.ReadAsync<CheckpointManifest>(checkpoint, Cancellation);

        using var source = SafetensorsFile.Open(await process.Store.FetchAsync(manifest.Files[0].Blob, Cancellation));
        using var model = _run.CreateModel();

        Assert.Equal((RoundNumber.Start, "lora", 42L), (manifest.Round, manifest.Method, manifest.Seed));
        Assert.Equal(model.Trainables.Select(weight => weight.Name), source.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Preparing_twice_gives_the_same_checkpoint()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await process.CommandsEndedAsync();
        await process.SendAsync(QueueNames.Evaluator(WorkerProcess.RunId), new PrepareCheckpoint(WorkerProcess.RunId));

        Assert.Equal(checkpoint, (await process.Events.NextAsync<CheckpointPrepared>()).Checkpoint);
    }

    [Fact]
    public async Task A_command_becomes_an_update_whose_manifest_lists_the_trained_weights()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await process.TrainAsync("a", checkpoint, round: 1, attempt: 2);

        var submitted = await process.Events.NextAsync<UpdateSubmitted>();
        var update = await process.Store.ReadAsync<UpdateManifest>(submitted.Manifest, Cancellation);
        Assert.Equal((new RoundNumber(1), new ClientId("a"), 2), (update.Round, update.ClientId, update.Attempt));
        Assert.Equal(checkpoint.Sha256, update.CheckpointSha256);
        Assert.Equal((update.ExampleCount + 3) / 4, update.Steps);
        Assert.NotEqual(await WeightsHash(process, checkpoint), update.Files[0].Blob.Sha256);
    }

    [Fact]
    public async Task A_command_that_comes_again_is_answered_again_without_training()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;
        await process.TrainAsync("a", checkpoint);
        var first = await process.Events.NextAsync<UpdateSubmitted>();
        var reports = process.Events.Seen.OfType<TrainingProgressed>().Count();

        await process.CommandsEndedAsync();
        await process.TrainAsync("a", checkpoint);

        Assert.Equal(first with { Seconds = null }, await process.Events.NextAsync<UpdateSubmitted>());
        Assert.Equal(reports, process.Events.Seen.OfType<TrainingProgressed>().Count());
    }

    [Fact]
    public async Task Progress_ends_with_the_last_step()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await process.TrainAsync("a", checkpoint);
        await process.Events.NextAsync<UpdateSubmitted>();

        var reports = process.Events.Seen.OfType<TrainingProgressed>().ToArray();
        Assert.Equal(0, reports[0].Step);
        Assert.Equal(reports[^1].Steps, reports[^1].Step);
        Assert.NotNull(reports[^1].Loss);
    }

    [Fact]
    public async Task Clients_side_by_side_submit_the_same_bytes_as_one_after_another()
    {
        var oneLane = await UpdatesAsync(lanes: 1, store: "one");
        var threeLanes = await UpdatesAsync(lanes: 3, store: "three");
        var again = await UpdatesAsync(lanes: 1, store: "again");

        Assert.Equal(oneLane, threeLanes);
        Assert.Equal(oneLane, again);
    }

    [Fact]
    public async Task A_command_that_comes_before_the_worker_has_joined_waits()
    {
        BlobReference checkpoint;
        var (process, prepared) = await WorkerProcess.StartPreparedAsync(_run);
        await using (process)
        {
            checkpoint = prepared;
        }

        await using var restarted = await WorkerProcess.StartAsync(_run);
        await restarted.TrainAsync("a", checkpoint);
        await restarted.Participants.JoinAsync(Cancellation);

        Assert.Equal("a", (await restarted.Events.NextAsync<UpdateSubmitted>()).ClientId.Value);
    }

    [Fact]
    public async Task Diverging_training_fails_the_client()
    {
        _run.Spec = _run.Spec with
        {
            LocalTraining = new() { LearningRate = 1e38, WeightDecay = 1e6, Optimizer = OptimizerKind.SGD },
        };
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await process.TrainAsync("a", checkpoint);

        var failed = await process.Events.NextAsync<ClientFailed>();
        Assert.Equal((new ClientId("a"), ExitCodes.TrainingDiverged.Code), (failed.ClientId, failed.Code));
    }

    [Fact]
    public async Task A_checkpoint_with_other_bytes_fails_the_client()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await process.TrainAsync("a", checkpoint with { Sha256 = new string('0', 64) });

        Assert.Equal(ExitCodes.CorruptCheckpoint.Code, (await process.Events.NextAsync<ClientFailed>()).Code);
    }

    [Fact]
    public async Task A_command_whose_round_has_ended_is_passed_over()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;
        await process.Store.TryCommitAsync(null, StateAfter(round: 1, checkpoint), Cancellation);

        await process.TrainAsync("a", checkpoint with { Path = RunPaths.CheckpointManifest(new(9)) }, round: 1);
        await process.TrainAsync("a", checkpoint, round: 2);

        Assert.Equal(2, (await process.Events.NextAsync<UpdateSubmitted>()).Round.Value);
        Assert.Empty(process.Events.Seen.OfType<ClientFailed>());
    }

    [Fact]
    public async Task An_update_that_another_process_has_stored_stays_whole()
    {
        var store = new RunStore(FolderBlobStore.Open(_run["two"]));
        var command = new TrainRound(WorkerProcess.RunId, new(1), new("a"), 1, new(RunPaths.CheckpointManifest(new(0)), 1, "0"));
        using var model = _run.CreateModel();
        var first = await new UpdateWriter(store).WriteAsync(command, model, new(1, 0.5), 9, Cancellation);
        using (torch.no_grad())
        {
            model.Trainables[0].Weight.fill_(7);
        }

        var second = await new UpdateWriter(store).WriteAsync(command, model, new(1, 0.5), 9, Cancellation);

        var manifest = await store.ReadAsync<UpdateManifest>(second, Cancellation);
        Assert.Equal(first, second);
        await store.FetchAsync(manifest.Files[0].Blob, Cancellation); // throws where the weights are others
    }

    [Fact]
    public void A_fault_of_the_program_is_reported_and_a_full_network_is_not()
    {
        Assert.Equal(
            ExitCodes.InternalError.Code, FailureReport.Of(new OverflowException(), WorkerProcess.RunId, new("a"))?.Code);
        Assert.Null(FailureReport.Of(new IOException(), WorkerProcess.RunId, new("a")));
        Assert.Null(FailureReport.Of(new ObjectDisposedException("bus"), WorkerProcess.RunId, new("a")));
    }

    [Fact]
    public async Task A_report_scores_the_tasks()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        var evaluated = await EvaluateAsync(process, checkpoint);

        var report = await process.Store.ReadAsync<EvaluationReport>(evaluated.Report, Cancellation);
        Assert.Equal(["general"], report.Tasks.Select(score => score.Name));
        Assert.Equal(12, report.Tasks[0].ExampleCount);
        Assert.Equal(checkpoint.Sha256, report.CheckpointSha256);
    }

    [Fact]
    public async Task A_client_measures_a_checkpoint_on_its_own_test_split()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;
        var tests = (await process.Store.FindAsync<JoinedClient>(RunPaths.Client(new("b")), Cancellation))!.Value.TestExampleCount;

        var evaluated = await MeasureAsync(process, "b", checkpoint);

        var report = await process.Store.ReadAsync<TestSplitReport>(evaluated.Report, Cancellation);
        Assert.Equal((new ClientId("b"), RoundNumber.Start, checkpoint.Sha256), (report.ClientId, report.Round, report.CheckpointSha256));
        Assert.Equal(("b", tests), (report.Score.Name, report.Score.ExampleCount));
    }

    [Fact]
    public async Task A_test_split_is_not_measured_twice()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        var first = await MeasureAsync(process, "a", checkpoint);
        await process.CommandsEndedAsync();
        var second = await MeasureAsync(process, "a", checkpoint);

        Assert.Equal(first.Report, second.Report);
    }

    [Fact]
    public async Task A_checkpoint_that_is_no_longer_kept_is_not_measured()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        await SendMeasureAsync(process, "a", checkpoint with { Path = RunPaths.CheckpointManifest(new(9)) }, round: 9);
        await MeasureAsync(process, "a", checkpoint);

        Assert.Empty(process.Events.Seen.OfType<ClientFailed>());
    }

    [Fact]
    public async Task A_client_that_keeps_state_leaves_no_steps_behind_once_its_update_is_stored()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run, stateFolder: _run["state"]);
        await using var _ = process;
        Directory.CreateDirectory(_run["state", "run-1", "a", "local-training"]);

        await process.TrainAsync("a", checkpoint);
        await process.Events.NextAsync<UpdateSubmitted>();

        Assert.False(Directory.Exists(_run["state", "run-1", "a", "local-training"]));
    }

    [Fact]
    public async Task A_measured_checkpoint_is_not_measured_again()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        await using var _ = process;

        var first = await EvaluateAsync(process, checkpoint);
        await process.CommandsEndedAsync();
        var second = await EvaluateAsync(process, checkpoint);

        Assert.Equal(first.Report, second.Report);
    }

    private static RunState StateAfter(int round, BlobReference checkpoint) => new()
    {
        RunId = WorkerProcess.RunId,
        Generation = 1,
        Committed = new(round),
        Checkpoint = checkpoint,
        Phase = RunPhase.Running,
        AbandonedAttempts = 0,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<CheckpointEvaluated> EvaluateAsync(WorkerProcess process, BlobReference checkpoint)
    {
        await process.SendAsync(
            QueueNames.Evaluator(WorkerProcess.RunId),
            new EvaluateCheckpoint(WorkerProcess.RunId, RoundNumber.Start, checkpoint));
        return await process.Events.NextAsync<CheckpointEvaluated>();
    }

    private static async Task<TestSplitEvaluated> MeasureAsync(WorkerProcess process, string client, BlobReference checkpoint)
    {
        await SendMeasureAsync(process, client, checkpoint, round: 0);
        return await process.Events.NextAsync<TestSplitEvaluated>();
    }

    private static Task SendMeasureAsync(WorkerProcess process, string client, BlobReference checkpoint, int round) => process.SendAsync(
        QueueNames.Client(WorkerProcess.RunId, new(client)),
        new EvaluateTestSplit(WorkerProcess.RunId, new(round), new(client), checkpoint));

    private static async Task<string> WeightsHash(WorkerProcess process, BlobReference checkpoint) =>
        (await process.Store.ReadAsync<CheckpointManifest>(checkpoint, Cancellation)).Files[0].Blob.Sha256;

    // The manifest holds the weights' hash, steps and loss.
    private async Task<Dictionary<string, string>> UpdatesAsync(int lanes, string store)
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run, lanes, store);
        await using var _ = process;
        foreach (var client in ClientNames)
        {
            await process.TrainAsync(client, checkpoint);
        }

        var updates = new Dictionary<string, string>();
        while (updates.Count < ClientNames.Length)
        {
            var submitted = await process.Events.NextAsync<UpdateSubmitted>();
            updates.Add(submitted.ClientId.Value, submitted.Manifest.Sha256);
        }

        return updates;
    }
}
