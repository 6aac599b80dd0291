using System.Text;
using FedK8s.Aggregator.Intake;
using FedK8s.Aggregator.Tests.Rounds;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;

namespace FedK8s.Aggregator.Tests.Intake;

/// <summary>Whatever lies in a client's folder, judging it gives a verdict and never an exception.</summary>
public sealed class UpdateJudgeTests : IDisposable
{
    private static readonly ClientId Client = RunFixture.Clients[0];

    private readonly MemoryBlobStore _blobs = new();
    private readonly FakeWorkers _workers;
    private readonly BlobPath _manifest = RunPaths.UpdateManifest(new(1), 1, Client);
    private readonly BlobPath _tensors = RunPaths.UpdateTensors(new(1), 1, Client);

    public UpdateJudgeTests() => _workers = new FakeWorkers(_blobs);

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task A_good_update_is_accepted_with_what_will_be_averaged()
    {
        var plan = await SubmitAsync();

        var accepted = Assert.IsType<Verdict.Accepted>(await JudgeAsync(plan));
        Assert.Equal((10L, _manifest), (accepted.Update.Value.ExampleCount, accepted.Update.Blob.Path));
    }

    [Fact]
    public async Task An_update_without_a_manifest_is_not_judged()
    {
        var plan = await SubmitAsync();
        await _blobs.DeleteAsync(_manifest, TestContext.Current.CancellationToken);

        Assert.Null(await JudgeAsync(plan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("\0\0\0\0")]
    public async Task A_manifest_that_is_none_is_rejected(string text)
    {
        var plan = await SubmitAsync();
        _blobs.Overwrite(_manifest, Encoding.UTF8.GetBytes(text));

        Assert.Equal(RejectionReason.Unreadable, await ReasonAsync(plan));
    }

    [Theory]
    [InlineData("\"files\": [", "\"files\": null, \"x\": [")]
    [InlineData("\"blob\": {", "\"blob\": null, \"x\": {")]
    [InlineData("\"sha256\": ", "\"x\": ")]
    public async Task A_manifest_with_holes_is_rejected(string text, string replacement)
    {
        var plan = await SubmitAsync();
        var json = Encoding.UTF8.GetString(_blobs[_manifest]).Replace(text, replacement, StringComparison.Ordinal);
        _blobs.Overwrite(_manifest, Encoding.UTF8.GetBytes(json));

        Assert.Equal(RejectionReason.Unreadable, await ReasonAsync(plan));
    }

    [Fact]
    public async Task A_file_with_other_bytes_is_rejected()
    {
        var plan = await SubmitAsync();
        var bytes = _blobs[_tensors];
        bytes[^1] ^= 1;
        _blobs.Overwrite(_tensors, bytes);

        Assert.Equal(RejectionReason.HashMismatch, await ReasonAsync(plan));
    }

    [Fact]
    public async Task A_missing_file_is_rejected()
    {
        var plan = await SubmitAsync();
        await _blobs.DeleteAsync(_tensors, TestContext.Current.CancellationToken);

        Assert.Equal(RejectionReason.HashMismatch, await ReasonAsync(plan));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(-1)] // all but the last byte
    public async Task A_truncated_file_is_rejected(int length)
    {
        var plan = await SubmitAsync();
        var bytes = _blobs[_tensors];

        // A client that knows what it does gives the hash of what it truncated.
        await ReplaceTensorsAsync(plan, bytes[..(length < 0 ? bytes.Length + length : length)]);

        Assert.Equal(RejectionReason.Unreadable, await ReasonAsync(plan));
    }

    [Fact]
    public async Task A_header_of_absurd_length_is_rejected()
    {
        var plan = await SubmitAsync();
        await ReplaceTensorsAsync(plan, [.. Enumerable.Repeat((byte)0xFF, 64)]);

        Assert.Equal(RejectionReason.Unreadable, await ReasonAsync(plan));
    }

    [Fact]
    public async Task A_tensor_in_two_files_is_rejected()
    {
        var plan = await SubmitAsync();
        var manifest = (await Store.FindAsync<UpdateManifest>(_manifest, TestContext.Current.CancellationToken))!.Value; // submitted above
        await WriteAsync(manifest with { Files = [.. manifest.Files, .. manifest.Files] });

        Assert.Equal(RejectionReason.NameMismatch, await ReasonAsync(plan));
    }

    [Fact]
    public async Task A_norm_above_the_bound_is_rejected()
    {
        var plan = await SubmitAsync();

        Assert.IsType<Verdict.Accepted>(await JudgeAsync(plan, maxUpdateNorm: 1));
        Assert.IsType<Verdict.Rejected>(await JudgeAsync(plan, maxUpdateNorm: 0.1));
    }

    private RunStore Store => new(_blobs);

    private async Task<RoundPlan> SubmitAsync()
    {
        await _workers.SendAsync("evaluator", new PrepareCheckpoint(RunFixture.Run1), TestContext.Current.CancellationToken);
        var checkpoint = await _blobs.ReadAsync(RunPaths.CheckpointManifest(RoundNumber.Start), TestContext.Current.CancellationToken);
        var plan = RunFixture.Plan() with { Checkpoint = checkpoint!.Blob }; // prepared above
        await _workers.WriteUpdateAsync(new TrainRound(plan.RunId, plan.Round, Client, plan.Attempt, plan.Checkpoint));
        return plan;
    }

    private async Task ReplaceTensorsAsync(RoundPlan plan, byte[] bytes)
    {
        var blob = await Store.PutTensorsAsync(
            _tensors, async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation), TestContext.Current.CancellationToken);
        await WriteAsync(RunFixture.Update(plan, Client, new TensorFile(blob, [])));
    }

    private async Task WriteAsync(UpdateManifest manifest)
    {
        await Store.DeleteAsync(_manifest, TestContext.Current.CancellationToken);
        await Store.PutOnceAsync(_manifest, manifest, TestContext.Current.CancellationToken);
    }

    private Task<Verdict?> JudgeAsync(RoundPlan plan, double maxUpdateNorm = 0) =>
        new UpdateJudge(Store, new RoundCheckpoint(Store)).JudgeAsync(
            plan, Client, RunFixture.Spec() with { Aggregation = new() { MaxUpdateNorm = maxUpdateNorm } }, TestContext.Current.CancellationToken);

    private async Task<RejectionReason> ReasonAsync(RoundPlan plan) =>
        Assert.IsType<Verdict.Rejected>(await JudgeAsync(plan)).Reason;
}
