using System.Text;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tests.Files;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

/// <summary>The process dies at every step of a write in turn; a new process then opens the same folder.</summary>
public sealed class CrashTests
{
    private static readonly RoundNumber Round = new(1);
    private static readonly string OldText = new('o', 1000);
    private static readonly string NewText = new('n', 2000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replaced_blob_is_the_old_one_or_the_new_one()
    {
        var path = new BlobPath("state.json");
        var seen = new List<string>();

        await DieAtEveryStepAsync(
            store => PutTextAsync(store, path, OldText),
            store => PutTextAsync(store, path, NewText),
            async store => seen.Add(Encoding.ASCII.GetString((await store.ReadAsync(path, Cancellation))!.Bytes.Span)));

        Assert.Equal([OldText, NewText], seen.Distinct());
    }

    [Fact]
    public async Task A_manifest_that_can_be_seen_has_all_its_files()
    {
        var seen = new List<bool>();

        await DieAtEveryStepAsync(
            _ => Task.CompletedTask,
            CommitCheckpointAsync,
            async blobs =>
            {
                var store = new RunStore(blobs);
                var manifest = await store.FindAsync<CheckpointManifest>(
                    RunPaths.CheckpointManifest(Round), Cancellation);
                foreach (var file in manifest?.Value.Files ?? [])
                {
                    await store.FetchAsync(file.Blob, Cancellation);
                }

                seen.Add(manifest is not null);
            });

        Assert.Equal([false, true], seen.Distinct());
    }

    [Fact]
    public async Task What_died_half_way_can_be_done_again() => await DieAtEveryStepAsync(
        _ => Task.CompletedTask,
        CommitCheckpointAsync,
        async blobs =>
        {
            await CommitCheckpointAsync(blobs);
            var path = RunPaths.CheckpointManifest(Round);
            var manifest = await new RunStore(blobs).FindAsync<CheckpointManifest>(path, Cancellation);
            Assert.Single(manifest!.Value.Files);
        });

    [Fact]
    public async Task Only_whole_blobs_are_ever_listed()
    {
        string[] whole = [RunPaths.CheckpointManifest(Round).Value, RunPaths.CheckpointTensors(Round).Value];

        await DieAtEveryStepAsync(
            _ => Task.CompletedTask,
            CommitCheckpointAsync,
            async blobs =>
            {
                var listed = await new RunStore(blobs).ListAsync(RunPaths.Checkpoints, Cancellation);
                Assert.Subset(whole.ToHashSet(), listed.Select(path => path.Value).ToHashSet());
            });
    }

    private static async Task DieAtEveryStepAsync(
        Func<IBlobStore, Task> before, Func<IBlobStore, Task> dying, Func<IBlobStore, Task> after)
    {
        for (var step = 0; ; step++)
        {
            using var folder = new TemporaryFolder();
            await before(FolderBlobStore.Open(folder.Path));
            var steps = new DyingSteps(step);

            var death = await Record.ExceptionAsync(
                () => dying(new FolderBlobStore(folder.Path, TimeProvider.System, steps, TimeSpan.Zero)));
            Assert.True(death is null or ProcessDiedException, death?.ToString());

            await after(FolderBlobStore.Open(folder.Path));
            if (death is null)
            {
                return;
            }
        }
    }

    private static async Task CommitCheckpointAsync(IBlobStore blobs)
    {
        var store = new RunStore(blobs);
        var tensors = await store.PutTensorsAsync(
            RunPaths.CheckpointTensors(Round),
            async (stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes(NewText), cancellation),
            Cancellation);
        var manifest = new CheckpointManifest
        {
            Format = CheckpointManifest.CurrentFormat,
            RunId = new("run"),
            Round = Round,
            Method = "full",
            BaseModelSha256 = new string('0', 64),
            Seed = 1,
            Files = [new TensorFile(tensors, [])],
            Contributions = [],
        };
        await store.PutOnceAsync(RunPaths.CheckpointManifest(Round), manifest, Cancellation);
    }

    private static Task PutTextAsync(IBlobStore store, BlobPath path, string text) => store.PutAsync(
        path,
        async (stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation),
        PutCondition.Always,
        Cancellation);
}
