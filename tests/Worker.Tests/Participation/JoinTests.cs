using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Worker.Tests.Training;

namespace FedK8s.Worker.Tests.Participation;

public sealed class JoinTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_joined_client_is_a_document_as_well_as_an_event()
    {
        _run.Spec = _run.Spec with { Clients = [_run.Client("a", rows: 10, testFraction: 0.5)] };
        await using var process = await WorkerProcess.StartAsync(_run);

        await process.Participants.JoinAsync(TestContext.Current.CancellationToken);

        var joined = await process.Events.NextAsync<ClientJoined>();
        var stored = await process.Store.FindAsync<JoinedClient>(RunPaths.Client(new("a")), TestContext.Current.CancellationToken);
        Assert.Equal("a", joined.ClientId.Value);
        Assert.Equal(10, joined.TrainExampleCount + joined.TestExampleCount);
        Assert.Equal((joined.TrainExampleCount, joined.Capability), (stored?.Value.TrainExampleCount, stored?.Value.Capability));
    }

    [Fact]
    public async Task A_bad_row_of_any_client_stops_all_from_joining()
    {
        _run.Spec = _run.Spec with { Clients = [_run.Client("a", rows: 3), _run.Client("b", rows: 3)] };
        File.AppendAllText(_run["b.jsonl"], "{\n");

        var failure = await FailureOfJoining();

        Assert.Equal(ExitCodes.UnreadableRow, failure.Code);
        Assert.Contains("b.jsonl:4: ", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_run["run", "clients"]));
    }

    [Fact]
    public async Task A_test_fraction_that_leaves_nothing_to_train_on_is_refused()
    {
        _run.Spec = _run.Spec with { Clients = [_run.Client("a", rows: 1, testFraction: 0.999999)] };

        Assert.Equal(ExitCodes.EmptyData, (await FailureOfJoining()).Code);
    }

    [Fact]
    public async Task A_longer_sequence_than_the_models_is_refused()
    {
        _run.Spec = _run.Spec with { Task = new() { Kind = TaskKind.CausalLM, MaxSequenceLength = 33 } };

        Assert.Equal(ExitCodes.InvalidManifest, (await FailureOfJoining()).Code);
    }

    [Fact]
    public async Task Weights_of_another_revision_are_refused()
    {
        _run.Spec = _run.Spec with { Model = _run.Spec.Model with { Revision = new string('0', 64) } };

        Assert.Equal(ExitCodes.CorruptCheckpoint, (await FailureOfJoining()).Code);
    }

    [Fact]
    public async Task A_missing_model_is_refused()
    {
        Directory.Delete(_run.ModelFolder, recursive: true);

        Assert.Equal(ExitCodes.FileNotFound, (await FailureOfJoining()).Code);
    }

    private async Task<RunFailedException> FailureOfJoining()
    {
        await using var process = await WorkerProcess.StartAsync(_run);
        return await Assert.ThrowsAsync<RunFailedException>(
            () => process.Participants.JoinAsync(TestContext.Current.CancellationToken));
    }
}
