using System.Text.Json;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class RunFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryBlobStore _blobs = new();
    private readonly RunFile _file;

    public RunFileTests() => _file = new(
        new() { RunId = Run1, RunFile = _folder["run.json"] }, new RunStore(_blobs), NullLogger<RunFile>.Instance);

    public void Dispose()
    {
        _folder.Dispose();
        _blobs.Dispose();
    }

    [Fact]
    public async Task What_the_file_says_is_in_the_store()
    {
        Write(Spec());

        await _file.SubmitAsync(Cancellation);

        Assert.False((await SubmittedAsync()).Suspend);
    }

    [Fact]
    public async Task A_change_of_the_file_is_followed()
    {
        Write(Spec());
        await _file.SubmitAsync(Cancellation);
        Write(Spec() with { Suspend = true });

        await _file.SubmitAsync(Cancellation);

        Assert.True((await SubmittedAsync()).Suspend);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_for_a_moment_changes_nothing()
    {
        Write(Spec() with { Suspend = true });
        await _file.SubmitAsync(Cancellation);
        File.WriteAllText(_folder["run.json"], "{");

        await _file.SubmitAsync(Cancellation);

        Assert.True((await SubmittedAsync()).Suspend);
    }

    [Fact]
    public async Task A_file_that_is_missing_at_the_start_is_named()
    {
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => _file.SubmitAsync(Cancellation));

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
        Assert.Contains("run.json", failure.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private void Write(FederatedRunSpec spec) =>
        File.WriteAllBytes(_folder["run.json"], JsonSerializer.SerializeToUtf8Bytes(Document(spec), ContractJson.Options));

    private async Task<FederatedRunSpec> SubmittedAsync() =>
        (await new RunStore(_blobs).FindAsync<RunDocument>(RunPaths.Run, Cancellation))!.Value.Run.Spec; // the test has submitted it
}
