using System.Security.Cryptography;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

public sealed class VerifiedFilesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly VerifiedFiles _files = new(TimeProvider.System);

    private string FilePath => Path.Combine(_folder.Path, "weights");

    [Fact]
    public async Task A_file_that_stays_as_it_is_is_hashed_once()
    {
        Write("first", LongAgo);
        var before = await HashAsync();

        Write("other", LongAgo); // as long, and made to look untouched: only a second look at the bytes would tell

        Assert.Equal(before, await HashAsync());
    }

    [Fact]
    public async Task A_file_that_was_written_again_is_hashed_again()
    {
        Write("first", LongAgo);
        await HashAsync();

        Write("other", LongAgo.AddMilliseconds(10));

        Assert.Equal(Sha256("other"), await HashAsync());
    }

    [Fact]
    public async Task A_file_that_was_written_a_moment_ago_is_not_remembered()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Write("first", now);
        await HashAsync();

        Write("other", now);

        Assert.Equal(Sha256("other"), await HashAsync());
    }

    [Fact]
    public async Task A_forgotten_file_is_hashed_again()
    {
        Write("first", LongAgo);
        await HashAsync();

        _files.Forget(FilePath);
        Write("other", LongAgo);

        Assert.Equal(Sha256("other"), await HashAsync());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string content, DateTime time)
    {
        File.WriteAllText(FilePath, content);
        File.SetLastWriteTimeUtc(FilePath, time);
    }

    private async Task<string> HashAsync()
    {
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Read);
        return await _files.HashAsync(file, CancellationToken.None);
    }

    private static string Sha256(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
}
