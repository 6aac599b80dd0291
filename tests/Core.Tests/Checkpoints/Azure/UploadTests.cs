using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>What is sent, how often, and what becomes of a write whose answer is lost.</summary>
public sealed class UploadTests(BlobServiceFixture fixture) : BlobServiceTest(fixture)
{
    private const int BlockCount = 6;

    private static readonly byte[] Long = Bytes(BlockCount * BlockByteCount - 5);

    [Fact]
    public async Task A_document_is_written_in_one_request()
    {
        await PutAsync(Open(), Bytes(10));
        var way = new DisturbedTransport();
        await PutAsync(Open(way), Bytes(1000), PutCondition.IfAbsent, new("run.json"));

        Assert.Equal([SentRequest.Put], Names(way));
    }

    [Fact]
    public async Task A_document_is_read_in_one_request()
    {
        await PutAsync(Open(), Bytes(1000));
        var way = new DisturbedTransport();
        await Open(way).ReadAsync(Path, Cancellation);

        Assert.Equal([SentRequest.Get], Names(way));
    }

    [Fact]
    public async Task Each_block_is_sent_once_and_the_list_last()
    {
        var way = new DisturbedTransport();
        await PutAsync(Open(), Bytes(1), path: new("other"));
        await PutAsync(Open(way), Long);

        Assert.Equal(BlockCount, Count(way, SentRequest.StageBlock));
        Assert.Equal(SentRequest.CommitBlocks, Names(way)[^1]);
    }

    [Fact]
    public async Task Blocks_of_equal_content_are_blocks_of_their_own()
    {
        var zeros = new byte[BlockCount * BlockByteCount];

        Assert.Equal(zeros, await FetchedAsync(Open(), (await PutAsync(Open(), zeros)).Blob));
    }

    [Fact]
    public async Task Blocks_that_an_upload_left_when_it_broke_off_are_not_sent_again()
    {
        var committed = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(Long.AsMemory(0, 4 * BlockByteCount + 1), cancellation);
                committed = await WhenPresentAsync(4);
                throw new InvalidOperationException("The process died here.");
            },
            PutCondition.Always,
            Cancellation));
        var way = new DisturbedTransport();

        Assert.True(committed);
        var written = await PutAsync(Open(way), Long);

        Assert.Equal(BlockCount - 4, Count(way, SentRequest.StageBlock));
        Assert.Equal(Long, await FetchedAsync(Open(), written.Blob));
    }

    [Fact]
    public async Task Content_that_is_there_already_is_not_sent_again()
    {
        await PutAsync(Open(), Long);
        var way = new DisturbedTransport();
        await PutAsync(Open(way), Long);

        Assert.Equal(0, Count(way, SentRequest.StageBlock));
    }

    [Fact]
    public async Task A_long_write_whose_condition_fails_sends_no_block()
    {
        await PutAsync(Open(), Bytes(3));
        var way = new DisturbedTransport();

        Assert.IsType<PutResult.ConditionNotMet>(await TryPutAsync(Open(way), Long, PutCondition.IfAbsent));
        Assert.Equal(0, Count(way, SentRequest.StageBlock));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(BlockCount * BlockByteCount)]
    public async Task A_first_write_whose_answer_was_lost_counts_as_ours(int length)
    {
        var way = new DisturbedTransport(LosingOneAnswer());

        var written = await PutAsync(Open(way), Bytes(length), PutCondition.IfAbsent);

        Assert.Equal(written.Version, (await Open().ReadAsync(Path, Cancellation))!.Version);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(BlockCount * BlockByteCount)]
    public async Task A_replacement_whose_answer_was_lost_counts_as_ours(int length)
    {
        var old = await PutAsync(Open(), Bytes(10));
        var way = new DisturbedTransport(LosingOneAnswer());

        var written = await PutAsync(Open(way), Bytes(length), PutCondition.IfVersion(old.Version));

        Assert.Equal(written.Version, (await Open().ReadAsync(Path, Cancellation))!.Version);
    }

    [Fact]
    public async Task A_write_that_found_another_one_s_work_is_not_taken_for_ours()
    {
        var theirs = await PutAsync(Open(), Bytes(100));
        var way = new DisturbedTransport(LosingOneAnswer());

        Assert.IsType<PutResult.ConditionNotMet>(await TryPutAsync(Open(way), Bytes(100), PutCondition.IfAbsent));
        Assert.Equal(theirs.Version, (await Open().ReadAsync(Path, Cancellation))!.Version);
    }

    [Fact]
    public async Task What_is_damaged_on_the_way_is_sent_again()
    {
        await PutAsync(Open(), Bytes(1), path: new("other"));
        var isFirst = 0;
        var way = new DisturbedTransport(request =>
            request.Name == SentRequest.StageBlock && Interlocked.Exchange(ref isFirst, 1) == 0
                ? Disturbance.ContentFlipped
                : Disturbance.None);

        var written = await PutAsync(Open(way), Long);

        Assert.Equal(BlockCount + 1, Count(way, SentRequest.StageBlock));
        Assert.Equal(Long, await FetchedAsync(Open(), written.Blob));
    }

    [Fact]
    public async Task An_upload_holds_as_many_blocks_as_are_under_way_and_one_more()
    {
        var memory = new CountingPool();
        var content = Bytes(64 * BlockByteCount);

        await PutAsync(Open(settings: Small with { Pool = memory }), content);

        Assert.Equal((Small.Parallelism + 1L) * BlockByteCount, memory.MostByteCount);
        Assert.Equal(0, memory.ByteCount);
    }

    [Fact]
    public async Task A_download_holds_a_small_buffer_for_each_range_under_way()
    {
        var written = await PutAsync(Open(), Bytes(64 * BlockByteCount));
        var memory = new CountingPool();

        await Open(settings: Small with { Pool = memory }).FetchAsync(written.Blob, Cancellation);

        Assert.InRange(memory.MostByteCount, 1, (long)Small.Parallelism * Small.ReadByteCount);
        Assert.Equal(0, memory.ByteCount);
    }

    [Fact]
    public async Task A_writer_that_fails_leaves_no_memory_behind()
    {
        var memory = new CountingPool();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Open(settings: Small with { Pool = memory }).PutAsync(
            Path,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(Long, cancellation);
                throw new InvalidOperationException("The writer failed.");
            },
            PutCondition.Always,
            Cancellation));

        Assert.Equal(0, memory.ByteCount);
    }

    // The first request that makes a blob is done, and nobody hears of it.
    private static Func<SentRequest, Disturbance> LosingOneAnswer()
    {
        var count = 0;
        return request => request.Name is SentRequest.Put or SentRequest.CommitBlocks
            && Interlocked.Increment(ref count) == 1 ? Disturbance.AnswerLost : Disturbance.None;
    }

    private async Task<bool> WhenPresentAsync(int count)
    {
        var blob = new global::Azure.Storage.Blobs.Specialized.BlockBlobClient(
            Container.Service.ConnectionString, Container.Name, $"{ServiceContainer.Prefix}/{Path}");
        while (!Cancellation.IsCancellationRequested)
        {
            try
            {
                if ((await blob.GetBlockListAsync(cancellationToken: Cancellation)).Value.UncommittedBlocks.Count() == count)
                {
                    return true;
                }
            }
            catch (global::Azure.RequestFailedException)
            {
                // Not even the first block has arrived.
            }
        }

        return false;
    }

    private static List<string> Names(DisturbedTransport way) => [.. way.Sent.Select(request => request.Name)];

    private static int Count(DisturbedTransport way, string name) => Names(way).Count(sent => sent == name);
}
