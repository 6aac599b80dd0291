using Azure.Storage.Blobs.Specialized;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Checkpoints.Azure;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>Renewal and loss.</summary>
public sealed class LeaseTests(BlobServiceFixture fixture) : BlobServiceTest(fixture)
{
    private static readonly TransferSettings Soon = Small with { LeaseRenewal = TimeSpan.FromMilliseconds(2) };

    [Fact]
    public async Task A_lease_is_renewed_while_it_is_held()
    {
        var renewed = new TaskCompletionSource();
        var count = 0;
        var way = new DisturbedTransport(request =>
        {
            if (request.Name == SentRequest.RenewLease && Interlocked.Increment(ref count) == 3)
            {
                renewed.SetResult();
            }

            return Disturbance.None;
        });

        await using var lease = await Open(way, Soon).TryLeaseAsync(Path, Cancellation);
        await renewed.Task.WaitAsync(Cancellation);

        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_loses_a_lease_is_told()
    {
        await using var lease = await Open(settings: Soon).TryLeaseAsync(Path, Cancellation);

        await Blob().BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);

        await ToldAsync(lease!);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_renewed_in_its_time_is_lost()
    {
        var way = new DisturbedTransport(
            request => request.Name == SentRequest.RenewLease ? Disturbance.Busy : Disturbance.None);

        await using var lease = await Open(way, Soon, new RacingTime()).TryLeaseAsync(Path, Cancellation);

        await ToldAsync(lease!);
    }

    [Fact]
    public async Task A_lease_whose_answer_was_lost_is_ours()
    {
        var count = 0;
        var way = new DisturbedTransport(request =>
            request.Name == "PUT lease acquire" && Interlocked.Increment(ref count) == 1
                ? Disturbance.AnswerLost
                : Disturbance.None);

        await using var lease = await Open(way).TryLeaseAsync(Path, Cancellation);

        Assert.NotNull(lease);
    }

    [Fact]
    public async Task A_lost_lease_is_not_given_back_for_whoever_has_it_now()
    {
        var lease = await Open(settings: Soon).TryLeaseAsync(Path, Cancellation);
        await Blob().BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
        await using var next = await ((IBlobLeases)Open()).TryLeaseAsync(Path, Cancellation);
        await ToldAsync(lease!);
        await lease!.DisposeAsync();

        Assert.NotNull(next);
        Assert.Null(await Open().TryLeaseAsync(Path, Cancellation));
    }

    private BlobLeaseClient Blob() =>
        Container.Client().GetBlobClient($"{ServiceContainer.Prefix}/{Path}").GetBlobLeaseClient();

    private static async Task ToldAsync(IBlobLease lease)
    {
        var told = new TaskCompletionSource();
        await using var registration = lease.Lost.Register(told.SetResult);
        await told.Task.WaitAsync(Cancellation);
    }
}
