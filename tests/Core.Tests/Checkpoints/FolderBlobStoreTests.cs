using System.Diagnostics;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tests.Files;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

public sealed class FolderBlobStoreTests : BlobStoreConformance, IDisposable
{
    private static readonly BlobPath Blob = new("a/b.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IBlobStore Open() => FolderBlobStore.Open(_folder.Path);

    protected override async Task DamageAsync(BlobPath path)
    {
        var bytes = await File.ReadAllBytesAsync(_folder[path.Value], Cancellation);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(_folder[path.Value], bytes, Cancellation);
    }

    [Fact]
    public async Task A_blob_is_a_file_of_the_same_path()
    {
        await PutAsync(Open(), Blob, "abc");

        Assert.Equal("abc", await File.ReadAllTextAsync(_folder["a", "b.json"], Cancellation));
    }

    [Fact]
    public async Task A_write_leaves_no_temporary_file()
    {
        await PutAsync(Open(), Blob, "abc");
        await TryPutAsync(Open(), Blob, "abd", PutCondition.IfVersion("another"));

        Assert.Single(Directory.GetFiles(_folder["a"]));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_never_listed()
    {
        await PutAsync(Open(), Blob, "abc");
        File.WriteAllText(_folder["a", "c.json~0123456789abcdef"], "half");

        Assert.Equal(["a/b.json"], await ListAsync(Open(), "a"));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_swept_when_it_is_old()
    {
        await PutAsync(Open(), Blob, "abc");
        var left = _folder["a", "c.json~0123456789abcdef"];
        File.WriteAllText(left, "half");

        FolderBlobStore.Open(_folder.Path, new ShiftedTime(TimeSpan.FromHours(1)));

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task The_lock_is_never_swept()
    {
        await PutAsync(Open(), Blob, "abc");

        FolderBlobStore.Open(_folder.Path, new ShiftedTime(TimeSpan.FromHours(1)));

        Assert.True(File.Exists(_folder[FolderBlobStore.LockName]));
    }

    [Fact]
    public async Task What_a_living_process_is_writing_is_not_swept()
    {
        await Open().PutAsync(
            Blob,
            async (stream, cancellation) =>
            {
                FolderBlobStore.Open(_folder.Path, new ShiftedTime(TimeSpan.FromHours(1)));
                await stream.WriteAsync("abc"u8.ToArray(), cancellation);
            },
            PutCondition.Always,
            Cancellation);

        Assert.Equal("abc", await ReadTextAsync(Open(), Blob));
    }

    [Fact]
    public async Task A_full_disk_ends_with_its_code_and_changes_nothing()
    {
        await PutAsync(Open(), Blob, "old");
        var store = new FolderBlobStore(_folder.Path, TimeProvider.System, new FullDiskSteps(), TimeSpan.Zero);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => PutAsync(store, Blob, "new"));

        Assert.Same(ExitCodes.DiskFull, failure.Code);
        Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder["a"]))));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_ends_with_its_code()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/sys takes no new folders on Linux only.");

        Assert.Same(ExitCodes.OutputNotWritable, Assert.Throws<RunFailedException>(
            () => FolderBlobStore.Open("/sys/fedk8s/run")).Code);
    }

    [Fact]
    public void A_folder_that_is_a_file_ends_with_its_code()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.Same(ExitCodes.OutputNotWritable, Assert.Throws<RunFailedException>(
            () => FolderBlobStore.Open(_folder["file", "run"])).Code);
        Assert.Same(ExitCodes.OutputNotWritable, Assert.Throws<RunFailedException>(
            () => FolderBlobStore.Open(_folder["file"])).Code);
    }

    [Fact]
    public async Task A_read_only_folder_can_be_read_and_refuses_writes_with_its_code()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        await PutAsync(Open(), new("b.json"), "abc");
        MakeReadOnly(_folder.Path);

        Assert.Equal("abc", await ReadTextAsync(Open(), new("b.json")));
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => PutAsync(Open(), new("c.json"), "abd"));
        Assert.Same(ExitCodes.OutputNotWritable, failure.Code);
    }

    [Fact]
    public async Task A_lock_that_another_process_keeps_ends_with_its_code()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "util-linux's flock plays the other process.");
        await PutAsync(Open(), Blob, "old");
        using var other = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/flock", [_folder[FolderBlobStore.LockName], "sh", "-c", "echo held; read line"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Cancellation));
        var store = new FolderBlobStore(_folder.Path, TimeProvider.System, FileSteps.Real, lockPatience: TimeSpan.Zero);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => PutAsync(store, Blob, "new"));
        other.StandardInput.Close();
        await other.WaitForExitAsync(Cancellation);

        Assert.Same(ExitCodes.StateConflict, failure.Code);
        await PutAsync(store, Blob, "new");
    }

    private static void MakeReadOnly(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // folders have no write permission there, and the tests run on Linux
        }

        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
