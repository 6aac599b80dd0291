using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_and_its_folders_are_made()
    {
        AtomicFile.Write(_folder["a", "b", "c.txt"], "abc"u8.ToArray());

        Assert.Equal("abc", File.ReadAllText(_folder["a", "b", "c.txt"]));
    }

    [Fact]
    public void An_old_file_is_replaced()
    {
        File.WriteAllText(_folder["a.txt"], "a longer text");

        AtomicFile.Write(_folder["a.txt"], "abc"u8.ToArray());

        Assert.Equal("abc", File.ReadAllText(_folder["a.txt"]));
    }

    [Fact]
    public void A_reader_sees_the_old_file_until_the_new_one_is_whole()
    {
        File.WriteAllText(_folder["a.txt"], "old");

        AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        });
    }

    [Fact]
    public void A_failed_write_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("The writer failed.");
        }));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_path_through_a_file_ends_with_its_code()
    {
        File.WriteAllText(_folder["file"], "");

        var failure = Assert.Throws<RunFailedException>(
            () => AtomicFile.Write(_folder["file", "a.txt"], "abc"u8.ToArray()));

        Assert.Same(ExitCodes.OutputNotWritable, failure.Code);
    }

    [Fact]
    public void The_systems_own_full_disk_is_recognised()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The device that is always full is Linux's.");
        using var full = new FileStream(
            "/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        var failure = Assert.ThrowsAny<IOException>(() => full.Write("abc"u8));

        Assert.Same(ExitCodes.DiskFull, WriteFailure.Find(failure, "/dev/full")?.Code);
    }

    [Fact]
    public void Other_failures_are_left_to_others() =>
        Assert.Null(WriteFailure.Find(new IOException("Broken pipe", 32), "a"));
}
