using System.Security.Cryptography;
using System.Text;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using Microsoft.Win32.SafeHandles;

namespace FedK8s.Core.Tests.Checkpoints.Cache;

public sealed class FileCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LeapingTime _clock = new();
    private int _downloads;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_there_is_not_downloaded_again_by_any_process()
    {
        await FetchAsync(Open(), "abc");
        await FetchAsync(Open(), "abc");

        Assert.Equal(1, _downloads);
    }

    [Fact]
    public async Task Of_many_that_want_a_file_one_downloads_it()
    {
        var cache = Open();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => FetchAsync(cache, "abc"), Cancellation)));

        Assert.Equal(1, _downloads);
    }

    [Fact]
    public async Task Equal_content_of_two_blobs_is_one_file()
    {
        var cache = Open();

        Assert.Equal(
            await cache.FetchAsync(Reference("abc") with { Path = new("one") }, Downloading("abc"), Cancellation),
            await cache.FetchAsync(Reference("abc") with { Path = new("other") }, Downloading("abc"), Cancellation));
    }

    [Fact]
    public async Task A_file_that_was_changed_is_downloaded_again()
    {
        var file = await FetchAsync(Open(), "abc");
        File.WriteAllText(file, "abd");

        Assert.Equal("abc", File.ReadAllText(await FetchAsync(Open(), "abc")));
        Assert.Equal(2, _downloads);
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_downloaded_again()
    {
        File.WriteAllText(await FetchAsync(Open(), "abc"), "ab");

        Assert.Equal("abc", File.ReadAllText(await FetchAsync(Open(), "abc")));
    }

    [Fact]
    public async Task A_file_with_another_time_and_the_same_bytes_is_kept()
    {
        var file = await FetchAsync(Open(), "abc");
        File.WriteAllText(file, "abc");
        await FetchAsync(Open(), "abc");

        Assert.Equal(1, _downloads);
    }

    [Fact]
    public async Task A_file_that_was_checked_again_is_not_checked_a_third_time()
    {
        var file = await FetchAsync(Open(), "abc");
        var marked = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, "abc");
        await FetchAsync(Open(), "abc");

        Assert.Equal(marked, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Open().FetchAsync(
            Reference("abc"),
            async (file, cancellation) =>
            {
                await RandomAccess.WriteAsync(file, "ab"u8.ToArray(), 0, cancellation);
                throw new IOException("The connection broke.");
            },
            Cancellation));

        Assert.Empty(Files());
        Assert.Equal("abc", File.ReadAllText(await FetchAsync(Open(), "abc")));
    }

    [Fact]
    public async Task What_a_dead_process_was_downloading_is_never_used_and_swept_when_it_is_old()
    {
        var left = $"{_folder["cache", "ba", Reference("abc").Sha256]}~0123456789abcdef";
        Directory.CreateDirectory(_folder["cache", "ba"]);
        File.WriteAllText(left, "abc");
        File.SetLastWriteTimeUtc(left, (_clock.GetUtcNow() - TimeSpan.FromHours(1)).UtcDateTime);

        await FetchAsync(Open(), "abc");

        Assert.Equal(1, _downloads);
        Assert.False(File.Exists(left));
    }

    [Theory]
    [InlineData("bbbb", 9, true)]
    [InlineData("bbbb", 10, false)]
    [InlineData("bbbbbbbbbb", 0, false)]
    public async Task The_folder_is_looked_through_again_after_a_while_or_when_much_was_added(string added, int minutes, bool isLeft)
    {
        var cache = Open(maximumByteCount: 64 * 10);
        await FetchAsync(cache, "aaaa");
        var left = $"{_folder["cache", "ba", Reference("abc").Sha256]}~0123456789abcdef";
        Directory.CreateDirectory(_folder["cache", "ba"]);
        File.WriteAllText(left, "abc");
        File.SetLastWriteTimeUtc(left, (_clock.GetUtcNow() - TimeSpan.FromHours(1)).UtcDateTime);

        _clock.Leap(TimeSpan.FromMinutes(minutes));
        await FetchAsync(cache, added);

        Assert.Equal(isLeft, File.Exists(left));
    }

    [Fact]
    public async Task Bytes_that_stay_wrong_are_refused_and_not_kept()
    {
        await Assert.ThrowsAsync<InvalidDataException>(
            () => Open().FetchAsync(Reference("abc"), Downloading("abd"), Cancellation));

        Assert.Equal(3, _downloads);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task The_files_used_longest_ago_make_room()
    {
        var cache = Open(maximumByteCount: 8);
        foreach (var text in (string[])["aaaa", "bbbb", "aaaa", "cccc"])
        {
            _clock.Leap(TimeSpan.FromHours(1));
            await FetchAsync(cache, text);
        }

        Assert.Equal(["aaaa", "cccc"], Files().Select(File.ReadAllText).Order());
    }

    [Fact]
    public async Task A_file_that_was_just_asked_for_stays_however_full_the_cache_is()
    {
        var cache = Open(maximumByteCount: 0);
        var file = await FetchAsync(cache, "aaaa");
        _clock.Leap(TimeSpan.FromMinutes(9));
        await FetchAsync(cache, "bbbb");

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Files_of_others_in_the_folder_are_left_alone()
    {
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllText(_folder["cache", "notes.txt"], "mine");
        var cache = Open(maximumByteCount: 0);
        await FetchAsync(cache, "aaaa");
        _clock.Leap(TimeSpan.FromHours(1));
        await FetchAsync(cache, "bbbb");

        Assert.Equal("mine", File.ReadAllText(_folder["cache", "notes.txt"]));
    }

    [Fact]
    public async Task Many_processes_that_make_room_at_once_disturb_no_one()
    {
        var caches = Enumerable.Range(0, 4).Select(_ => Open(maximumByteCount: 20)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 80).Select(number => Task.Run(
            async () =>
            {
                var text = $"text {number % 10}";
                Assert.Equal(text, await File.ReadAllTextAsync(await FetchAsync(caches[number % 4], text), Cancellation));
            },
            Cancellation)));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public async Task A_hash_that_is_none_names_no_file(string sha256)
    {
        await Assert.ThrowsAsync<InvalidDataException>(
            () => Open().FetchAsync(Reference("abc") with { Sha256 = sha256 }, Downloading("abc"), Cancellation));

        Assert.Equal(0, _downloads);
    }

    [Fact]
    public async Task A_length_below_zero_is_no_length() => await Assert.ThrowsAsync<InvalidDataException>(
        () => Open().FetchAsync(Reference("abc") with { Length = -1 }, Downloading("abc"), Cancellation));

    [Fact]
    public async Task A_folder_that_cannot_be_made_ends_with_its_code()
    {
        File.WriteAllText(_folder["file"], "");
        var cache = new FileCache(new(_folder["file", "cache"]), _clock);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => FetchAsync(cache, "abc"));

        Assert.Same(ExitCodes.OutputNotWritable, failure.Code);
    }

    private FileCache Open(long maximumByteCount = 1 << 20) => new(new(_folder["cache"], maximumByteCount), _clock);

    private Task<string> FetchAsync(FileCache cache, string text) =>
        cache.FetchAsync(Reference(text), Downloading(text), Cancellation);

    private Func<SafeFileHandle, CancellationToken, Task> Downloading(string text) => async (file, cancellation) =>
    {
        Interlocked.Increment(ref _downloads);
        await RandomAccess.WriteAsync(file, Encoding.ASCII.GetBytes(text), 0, cancellation);
    };

    private string[] Files() => Directory.Exists(_folder["cache"])
        ? [.. Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('~'))]
        : [];

    private static BlobReference Reference(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return new(new("a/b"), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
