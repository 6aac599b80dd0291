using System.Security.Cryptography;
using System.Text;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Determinism;

namespace FedK8s.Core.Tests.Checkpoints;

/// <summary>What every blob store promises of content that travels in parts, of damage, and of leases.</summary>
public abstract class LongBlobConformance
{
    protected static readonly BlobPath Path = new("rounds/000001/plan.json");

    /// <summary>What a store that cuts content into blocks would cut at least once.</summary>
    protected const int LongerThanABlock = 20_000;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A handle to this test's store, as another process would open it; the store is empty at first.</summary>
    protected abstract IBlobStore Open();

    /// <summary>Flips a bit of a blob behind the store's back.</summary>
    protected abstract Task DamageAsync(BlobPath path);

    public static TheoryData<int> Lengths =>
        [1, LongerThanABlock - 1, LongerThanABlock, LongerThanABlock + 1, 20 * LongerThanABlock, 20 * LongerThanABlock + 7];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Content_of_any_length_comes_back(int length)
    {
        var bytes = Bytes(length);
        var written = await PutAsync(Open(), Path, bytes);

        Assert.Equal(
            (length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (written.Blob.Length, written.Blob.Sha256));
        Assert.Equal(bytes, await FetchedAsync(Open(), written.Blob));
        Assert.Equal(bytes, (await Open().ReadAsync(Path, Cancellation))!.Bytes);
    }

    [Fact]
    public async Task Content_may_be_written_in_pieces_of_any_size_waiting_or_not()
    {
        var (store, bytes) = (Open(), Bytes(3 * LongerThanABlock));
        var written = Assert.IsType<PutResult.Written>(await store.PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                for (var (start, size) = (0, 1); start < bytes.Length; start += size, size = size * 3 % 50_021)
                {
                    var piece = bytes.AsMemory(start, Math.Min(size, bytes.Length - start));
                    if (size % 2 == 0)
                    {
                        await stream.WriteAsync(piece, cancellation);
                    }
                    else
                    {
                        stream.Write(piece.Span);
                    }
                }
            },
            PutCondition.Always,
            Cancellation));

        Assert.Equal(bytes, await FetchedAsync(store, written.Blob));
    }

    [Fact]
    public async Task An_empty_blob_is_fetched()
    {
        var store = Open();

        Assert.Empty(await FetchedAsync(store, (await PutAsync(store, Path, "")).Blob));
    }

    [Fact]
    public async Task A_long_write_that_breaks_off_leaves_nothing()
    {
        var store = Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(Bytes(10 * LongerThanABlock), cancellation);
                throw new InvalidOperationException("The writer failed.");
            },
            PutCondition.Always,
            Cancellation));

        Assert.Null(await Open().ReadAsync(Path, Cancellation));
        Assert.Empty(await ListAsync(Open(), "rounds"));
    }

    [Fact]
    public async Task A_long_write_after_one_that_broke_off_is_whole()
    {
        var (store, bytes) = (Open(), Bytes(10 * LongerThanABlock));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(bytes.AsMemory(0, 7 * LongerThanABlock), cancellation);
                throw new InvalidOperationException("The writer failed.");
            },
            PutCondition.Always,
            Cancellation));

        Assert.Equal(bytes, await FetchedAsync(Open(), (await PutAsync(Open(), Path, bytes)).Blob));
    }

    [Fact]
    public async Task Of_many_long_writes_that_expect_nothing_exactly_one_counts()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            () => TryPutAsync(Open(), Path, Bytes(5 * LongerThanABlock, (ulong)writer), PutCondition.IfAbsent),
            Cancellation)));

        var winner = Assert.Single(results.OfType<PutResult.Written>());
        await FetchedAsync(Open(), winner.Blob);
    }

    [Fact]
    public async Task Of_many_long_writes_that_expect_one_version_exactly_one_counts()
    {
        var condition = PutCondition.IfVersion((await PutAsync(Open(), Path, "0")).Version);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            () => TryPutAsync(Open(), Path, Bytes(5 * LongerThanABlock, (ulong)writer), condition), Cancellation)));

        var winner = Assert.Single(results.OfType<PutResult.Written>());
        await FetchedAsync(Open(), winner.Blob);
    }

    [Fact]
    public async Task Of_many_long_writes_without_condition_one_is_there_whole()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            () => PutAsync(Open(), Path, Bytes(5 * LongerThanABlock, (ulong)writer)), Cancellation)));

        var there = (await Open().ReadAsync(Path, Cancellation))!.Blob;
        Assert.Contains(there, results.Select(result => result.Blob));
        await FetchedAsync(Open(), there);
    }

    [Fact]
    public async Task Many_long_writes_of_the_same_content_all_succeed()
    {
        var bytes = Bytes(5 * LongerThanABlock);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => PutAsync(Open(), Path, bytes), Cancellation)));

        Assert.All(results, result => Assert.Equal(results[0].Blob, result.Blob));
        Assert.Equal(bytes, await FetchedAsync(Open(), results[0].Blob));
    }

    [Fact]
    public async Task Many_may_fetch_one_blob_at_once()
    {
        var bytes = Bytes(5 * LongerThanABlock);
        var written = await PutAsync(Open(), Path, bytes);
        var (one, other) = (Open(), Open());

        var fetched = await Task.WhenAll(Enumerable.Range(0, 12).Select(reader => Task.Run(
            () => FetchedAsync(reader % 2 == 0 ? one : other, written.Blob), Cancellation)));

        Assert.All(fetched, content => Assert.Equal(bytes, content));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5 * LongerThanABlock)]
    public async Task A_blob_with_a_flipped_bit_is_not_fetched(int length)
    {
        var written = await PutAsync(Open(), Path, Bytes(length));
        await DamageAsync(Path);

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().FetchAsync(written.Blob, Cancellation));
    }

    [Fact]
    public async Task A_lease_that_one_holds_no_other_gets()
    {
        await using var held = await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation);

        Assert.NotNull(held);
        Assert.Null(await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_lease_given_back_another_gets()
    {
        await using (await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation))
        {
        }

        await using var next = await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_lease_that_is_held_is_not_lost()
    {
        await using var held = await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation);
        await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation);

        Assert.False(held!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Of_many_that_want_a_lease_one_gets_it()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(
            () => ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation), Cancellation)));

        await Assert.Single(leases.OfType<IBlobLease>()).DisposeAsync();
    }

    protected static byte[] Bytes(int count, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextBits())];
    }

    protected static async Task<byte[]> FetchedAsync(IBlobStore store, BlobReference reference) =>
        await File.ReadAllBytesAsync(await store.FetchAsync(reference, Cancellation), Cancellation);

    protected static async Task<PutResult.Written> PutAsync(IBlobStore store, BlobPath path, byte[] bytes) =>
        Assert.IsType<PutResult.Written>(await TryPutAsync(store, path, bytes, PutCondition.Always));

    protected static Task<PutResult> TryPutAsync(
        IBlobStore store, BlobPath path, byte[] bytes, PutCondition condition) =>
        store.PutAsync(
            path,
            async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation),
            condition,
            Cancellation);

    protected static async Task<PutResult.Written> PutAsync(
        IBlobStore store, BlobPath path, string text, PutCondition? condition = null) =>
        Assert.IsType<PutResult.Written>(await TryPutAsync(store, path, text, condition ?? PutCondition.Always));

    protected static Task<PutResult> TryPutAsync(
        IBlobStore store, BlobPath path, string text, PutCondition condition) =>
        store.PutAsync(
            path,
            async (stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation),
            condition,
            Cancellation);

    protected static async Task<string> ReadTextAsync(IBlobStore store, BlobPath path)
    {
        var content = await store.ReadAsync(path, Cancellation);
        return Encoding.ASCII.GetString(content!.Bytes.Span);
    }

    protected static async Task<List<string>> ListAsync(IBlobStore store, string folder)
    {
        var paths = new List<string>();
        await foreach (var path in store.ListAsync(new(folder), Cancellation))
        {
            paths.Add(path.Value);
        }

        return paths;
    }
}
