using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;
using FedK8s.Worker.Export;
using FedK8s.Worker.Tests.Participation;
using FedK8s.Worker.Tests.Training;

namespace FedK8s.Worker.Tests.Export;

public sealed class ModelExportTests : IDisposable
{
    private readonly TinyRun _run = new();

    public ModelExportTests() =>
        _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 2 } }, Clients = [_run.Client("a", rows: 4)] };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(ExportFormat.Peft, "adapter_config.json", "adapter_model.safetensors")]
    [InlineData(ExportFormat.Merged, "config.json", "model.safetensors")]
    public async Task An_export_holds_the_files_that_others_read(ExportFormat format, params string[] files)
    {
        await using var process = await CommittedAsync();

        await ModelExport.ExportAsync(process.Store, _run["out"], format, TestContext.Current.CancellationToken);

        Assert.All(files, file => Assert.True(File.Exists(_run["out", file]), file));
        Assert.False(Directory.Exists(_run["out~fedk8s-partial"]));
    }

    [Fact]
    public async Task A_merged_export_of_the_start_is_the_base_model()
    {
        await using var process = await CommittedAsync();
        await ModelExport.ExportAsync(process.Store, _run["out"], ExportFormat.Merged, TestContext.Current.CancellationToken);

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_run.ModelFolder, "model.safetensors")),
            File.ReadAllBytes(_run["out", "model.safetensors"]));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        await using var process = await CommittedAsync();
        Directory.CreateDirectory(_run["out"]);
        File.WriteAllText(_run["out", "mine"], "kept");

        var failure = await Assert.ThrowsAsync<RunFailedException>(() =>
            ModelExport.ExportAsync(process.Store, _run["out"], ExportFormat.Peft, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.OutputNotWritable, failure.Code);
        Assert.Equal(["mine"], Directory.EnumerateFiles(_run["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_run_that_has_committed_nothing_cannot_be_exported()
    {
        await using var process = await WorkerProcess.StartAsync(_run);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() =>
            ModelExport.ExportAsync(process.Store, _run["out"], ExportFormat.Peft, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
    }

    [Fact]
    public void The_same_configuration_and_seed_give_the_same_base_model()
    {
        using var other = new TinyRun();

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_run.ModelFolder, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(other.ModelFolder, "model.safetensors")));
    }

    private async Task<WorkerProcess> CommittedAsync()
    {
        var (process, checkpoint) = await WorkerProcess.StartPreparedAsync(_run);
        var state = new RunState
        {
            RunId = WorkerProcess.RunId,
            Generation = 1,
            Committed = RoundNumber.Start,
            Checkpoint = checkpoint,
            Phase = RunPhase.Running,
            AbandonedAttempts = 0,
        };
        await process.Store.TryCommitAsync(null, state, TestContext.Current.CancellationToken);
        return process;
    }
}
