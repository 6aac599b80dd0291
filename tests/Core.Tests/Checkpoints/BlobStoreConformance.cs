using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Core.Tests.Checkpoints;

/// <summary>What every blob store promises. A store's tests derive from this and say how the store is opened.</summary>
public abstract class BlobStoreConformance : LongBlobConformance
{
    [Fact]
    public async Task What_is_put_is_read()
    {
        var store = Open();
        await PutAsync(store, Path, "abc");

        Assert.Equal("abc", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task A_reference_names_length_and_hash()
    {
        // SHA-256 of "abc": FIPS 180-4, example of section B.1 of its predecessor 180-2.
        var expected = new BlobReference(Path, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

        Assert.Equal(expected, (await PutAsync(Open(), Path, "abc")).Blob);
    }

    [Fact]
    public async Task What_is_read_carries_the_reference_and_version_of_its_write()
    {
        var store = Open();
        var written = await PutAsync(store, Path, "abc");
        var read = await store.ReadAsync(Path, Cancellation);

        Assert.Equal((written.Blob, written.Version), (read!.Blob, read.Version));
    }

    [Fact]
    public async Task Another_process_sees_what_was_put()
    {
        await PutAsync(Open(), Path, "abc");

        Assert.Equal("abc", await ReadTextAsync(Open(), Path));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var store = Open();
        await PutAsync(store, Path, "");

        Assert.Equal("", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task A_missing_blob_reads_as_null() => Assert.Null(await Open().ReadAsync(Path, Cancellation));

    [Fact]
    public async Task A_folder_is_not_a_blob()
    {
        var store = Open();
        await PutAsync(store, Path, "abc");

        Assert.Null(await store.ReadAsync(new("rounds"), Cancellation));
    }

    [Fact]
    public async Task Put_replaces_what_was_there()
    {
        var store = Open();
        await PutAsync(store, Path, "a longer text");
        await PutAsync(store, Path, "new");

        Assert.Equal("new", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task Put_if_absent_keeps_the_first()
    {
        var store = Open();
        await PutAsync(store, Path, "first", PutCondition.IfAbsent);

        Assert.IsType<PutResult.ConditionNotMet>(await TryPutAsync(store, Path, "second", PutCondition.IfAbsent));
        Assert.Equal("first", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task The_expected_version_is_replaced()
    {
        var store = Open();
        var first = await PutAsync(store, Path, "first");
        await PutAsync(store, Path, "second", PutCondition.IfVersion(first.Version));

        Assert.Equal("second", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task Another_version_is_kept()
    {
        var store = Open();
        var first = await PutAsync(store, Path, "first");
        await PutAsync(store, Path, "second");

        Assert.IsType<PutResult.ConditionNotMet>(
            await TryPutAsync(store, Path, "third", PutCondition.IfVersion(first.Version)));
        Assert.Equal("second", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task A_missing_blob_has_no_version()
    {
        var store = Open();
        var first = await PutAsync(store, Path, "first");
        await store.DeleteAsync(Path, Cancellation);

        Assert.IsType<PutResult.ConditionNotMet>(
            await TryPutAsync(store, Path, "second", PutCondition.IfVersion(first.Version)));
    }

    [Fact]
    public async Task A_write_that_fails_changes_nothing()
    {
        var store = Open();
        await PutAsync(store, Path, "old");

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(new byte[100_000], cancellation);
                throw new InvalidOperationException("The writer failed.");
            },
            PutCondition.Always,
            Cancellation));

        Assert.Equal("old", await ReadTextAsync(store, Path));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_changes_nothing()
    {
        var store = Open();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync("abc"u8.ToArray(), cancellation);
                await cancelled.CancelAsync();
            },
            PutCondition.Always,
            cancelled.Token));

        Assert.Null(await store.ReadAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_fetched_file_holds_the_blob()
    {
        var store = Open();
        var written = await PutAsync(store, Path, "abc");

        var file = await store.FetchAsync(written.Blob, Cancellation);

        Assert.Equal("abc", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task Other_bytes_than_the_reference_names_are_not_fetched()
    {
        var store = Open();
        var written = await PutAsync(store, Path, "abc");
        await PutAsync(store, Path, "abd");

        await Assert.ThrowsAsync<InvalidDataException>(() => store.FetchAsync(written.Blob, Cancellation));
    }

    [Fact]
    public async Task Another_length_than_the_reference_names_is_not_fetched()
    {
        var store = Open();
        var written = await PutAsync(store, Path, "abc");

        await Assert.ThrowsAsync<InvalidDataException>(
            () => store.FetchAsync(written.Blob with { Length = 4 }, Cancellation));
    }

    [Fact]
    public async Task A_missing_blob_is_not_fetched() =>
        await Assert.ThrowsAsync<InvalidDataException>(
            () => Open().FetchAsync(new BlobReference(Path, 0, new string('0', 64)), Cancellation));

    [Fact]
    public async Task A_folder_lists_its_own_blobs_in_ordinal_order()
    {
        var store = Open();
        foreach (var path in (string[])["a/b", "a/B", "a/c/d", "ab/c", "a.b", "b"])
        {
            await PutAsync(store, new(path), "");
        }

        Assert.Equal(["a/B", "a/b", "a/c/d"], await ListAsync(store, "a"));
    }

    [Fact]
    public async Task A_missing_folder_lists_nothing() => Assert.Empty(await ListAsync(Open(), "nothing/here"));

    [Fact]
    public async Task A_deleted_blob_is_gone()
    {
        var store = Open();
        await PutAsync(store, Path, "abc");
        await store.DeleteAsync(Path, Cancellation);

        Assert.Null(await store.ReadAsync(Path, Cancellation));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_error() => await Open().DeleteAsync(Path, Cancellation);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData("a\\..\\x")]
    [InlineData("C:x")]
    [InlineData("a~b")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("é")]
    public async Task A_path_that_could_mean_something_else_is_refused(string text)
    {
        var (store, path) = (Open(), new BlobPath(text));

        await Assert.ThrowsAsync<InvalidDataException>(() => PutAsync(store, path, "x"));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync(path, Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.DeleteAsync(path, Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => store.FetchAsync(new BlobReference(path, 0, new string('0', 64)), Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => ListAsync(store, text));
    }

    [Fact]
    public async Task Of_many_writers_that_expect_one_version_exactly_one_wins()
    {
        const int writers = 16;
        var version = (await PutAsync(Open(), Path, "0")).Version;

        for (var round = 1; round <= 5; round++)
        {
            var condition = PutCondition.IfVersion(version);
            var results = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
                () => TryPutAsync(Open(), Path, $"{round} by {writer}", condition), Cancellation)));
            version = Assert.Single(results.OfType<PutResult.Written>()).Version;
        }
    }

    [Fact]
    public async Task Of_many_writers_that_expect_nothing_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(
            () => TryPutAsync(Open(), Path, $"by {writer}", PutCondition.IfAbsent), Cancellation)));

        var winner = Assert.Single(results.OfType<PutResult.Written>());
        Assert.Equal(winner.Blob, (await Open().ReadAsync(Path, Cancellation))!.Blob);
    }

    [Fact]
    public async Task A_reader_never_sees_a_part()
    {
        // Less than a block: of several blocks Azurite, unlike Azure, may send the old ones with the new ones' notes.
        const int length = LongerThanABlock - 5_000;
        var store = Open();
        await PutAsync(store, Path, new string('0', length));
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 30; i++)
                {
                    await PutAsync(store, Path, new string((char)('0' + i), length + i));
                }
            },
            Cancellation);

        while (!writing.IsCompleted)
        {
            var text = await ReadTextAsync(store, Path);
            Assert.Equal(new string(text[0], length + text[0] - '0'), text);
        }

        await writing;
    }
}
