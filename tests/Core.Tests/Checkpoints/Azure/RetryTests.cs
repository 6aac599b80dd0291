using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>How long, how often and when not a request is sent again.</summary>
public sealed class RetryTests(BlobServiceFixture fixture) : BlobServiceTest(fixture)
{
    private static readonly TransferSettings Patient = Small with
    {
        FirstWait = TimeSpan.FromSeconds(1),
        LongestWait = TimeSpan.FromSeconds(8),
    };

    [Theory]
    [InlineData((int)Disturbance.NotSent)]
    [InlineData((int)Disturbance.Busy)]
    [InlineData((int)Disturbance.AnswerLost)]
    public async Task A_request_that_fails_three_times_is_made_a_fourth(int disturbance)
    {
        var written = await PutAsync(Open(), Bytes(100));
        var count = 0;
        var way = new DisturbedTransport(
            _ => Interlocked.Increment(ref count) <= 3 ? (Disturbance)disturbance : Disturbance.None);

        Assert.Equal(written.Blob, (await Open(way).ReadAsync(Path, Cancellation))!.Blob);
        Assert.Equal(4, way.Sent.Count);
    }

    [Fact]
    public async Task The_service_is_left_alone_for_as_long_as_it_asks()
    {
        await PutAsync(Open(), Bytes(100));
        var (clock, count) = (new LeapingTime(), 0);
        var started = clock.GetUtcNow();
        var way = new DisturbedTransport(
            _ => Interlocked.Increment(ref count) == 1 ? Disturbance.BusyForSevenSeconds : Disturbance.None);

        await Open(way, clock: clock).ReadAsync(Path, Cancellation);

        Assert.Equal(TimeSpan.FromSeconds(7), clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task Waits_grow_to_the_longest_and_are_never_below_half_of_it()
    {
        var clock = new LeapingTime();
        var times = new List<DateTimeOffset>();
        var way = new DisturbedTransport(_ =>
        {
            times.Add(clock.GetUtcNow());
            return Disturbance.Busy;
        });

        await Assert.ThrowsAsync<RunFailedException>(
            () => Open(way, Patient, clock).ReadAsync(Path, Cancellation));

        var expected = new[] { 1, 2, 4, 8, 8, 8 };
        Assert.All(expected.Index(), wait => Assert.InRange(
            (times[wait.Index + 1] - times[wait.Index]).TotalSeconds, wait.Item * 0.5, wait.Item));
    }

    [Fact]
    public async Task No_try_begins_after_the_deadline_and_the_error_has_a_code()
    {
        var clock = new LeapingTime();
        var started = clock.GetUtcNow();
        var way = new DisturbedTransport(_ => Disturbance.Busy);

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => Open(way, Patient, clock).ReadAsync(Path, Cancellation));

        Assert.Same(ExitCodes.StoreUnavailable, failure.Code);
        Assert.Contains("status 503 ServerBusy", failure.Message, StringComparison.Ordinal);
        Assert.InRange(clock.GetUtcNow() - started, Patient.Deadline - Patient.LongestWait, Patient.Deadline);
    }

    [Fact]
    public async Task A_service_that_refuses_us_is_asked_once()
    {
        var way = new DisturbedTransport(_ => Disturbance.Forbidden);

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => Open(way).ReadAsync(Path, Cancellation));

        Assert.Same(ExitCodes.StoreAccessDenied, failure.Code);
        Assert.Single(way.Sent);
    }

    [Fact]
    public async Task A_service_that_is_not_there_ends_with_its_code()
    {
        var way = new DisturbedTransport(_ => Disturbance.NotSent);

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => PutAsync(Open(way, Patient, new LeapingTime()), Bytes(5 * BlockByteCount)));

        Assert.Same(ExitCodes.StoreUnavailable, failure.Code);
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_asked_again()
    {
        var written = await PutAsync(Open(), Bytes(100));
        var count = 0;
        var way = new DisturbedTransport(
            _ => Interlocked.Increment(ref count) == 1 ? Disturbance.Silent : Disturbance.None);
        var settings = Small with { AttemptPatience = TimeSpan.FromMilliseconds(300) };

        Assert.Equal(written.Blob, (await Open(way, settings).ReadAsync(Path, Cancellation))!.Blob);
    }

    [Fact]
    public async Task A_blob_that_somebody_leased_is_not_written_and_that_ends_with_a_code()
    {
        await PutAsync(Open(), Bytes(100));
        await using var lease = await Open().TryLeaseAsync(Path, Cancellation);

        Assert.Same(ExitCodes.StoreUnavailable, (await Assert.ThrowsAsync<RunFailedException>(
            () => PutAsync(Open(), Bytes(200)))).Code);
        Assert.Same(ExitCodes.StoreUnavailable, (await Assert.ThrowsAsync<RunFailedException>(
            () => Open().DeleteAsync(Path, Cancellation))).Code);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_stops_waiting()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var way = new DisturbedTransport(_ =>
        {
            cancelled.Cancel();
            return Disturbance.Busy;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Open(way, Small with { FirstWait = TimeSpan.FromHours(1) }).ReadAsync(Path, cancelled.Token));
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_stopped()
    {
        var bytes = Bytes(4 * BlockByteCount);
        var written = await PutAsync(Open(), bytes);
        var count = 0;
        var way = new DisturbedTransport(request =>
            request.IsDownload && Interlocked.Increment(ref count) <= 5 ? Disturbance.AnswerCut : Disturbance.None);

        Assert.Equal(bytes, await FetchedAsync(Open(way), written.Blob));
    }

    [Fact]
    public async Task A_download_with_a_flipped_bit_is_made_again()
    {
        var bytes = Bytes(BlockByteCount);
        var written = await PutAsync(Open(), bytes);
        var count = 0;
        var way = new DisturbedTransport(request =>
            request.IsDownload && Interlocked.Increment(ref count) == 1 ? Disturbance.AnswerFlipped : Disturbance.None);

        Assert.Equal(bytes, await FetchedAsync(Open(way), written.Blob));
    }

    [Fact]
    public async Task A_document_with_a_flipped_bit_is_read_again()
    {
        var written = await PutAsync(Open(), Bytes(100));
        var count = 0;
        var way = new DisturbedTransport(
            _ => Interlocked.Increment(ref count) == 1 ? Disturbance.AnswerFlipped : Disturbance.None);

        Assert.Equal(written.Blob, (await Open(way).ReadAsync(Path, Cancellation))!.Blob);
    }
}
