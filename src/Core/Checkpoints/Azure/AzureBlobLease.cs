using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Specialized;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// A lease on an empty blob, renewed while it is held. It counts as lost when the service says so, or when its duration
/// has passed since the last renewal was asked for.
/// </summary>
internal sealed class AzureBlobLease : IBlobLease
{
    private const int IdByteCount = 16;

    private readonly BlobLeaseClient _lease;
    private readonly string _doing;
    private readonly StoreCalls _calls;
    private readonly TransferSettings _settings;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    private AzureBlobLease(
        BlobLeaseClient lease, string doing, StoreCalls calls, TransferSettings settings, long asked, TimeProvider clock)
    {
        (_lease, _doing, _calls, _settings, _clock) = (lease, doing, calls, settings, clock);
        Lost = _lost.Token;
        _renewing = Task.Run(() => RenewAsync(asked), CancellationToken.None);
    }

    public CancellationToken Lost { get; }

    public static async Task<IBlobLease?> TryAcquireAsync(
        BlockBlobClient blob,
        BlobPath path,
        StoreCalls calls,
        TransferSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var doing = $"leasing {path}";
        await MakeAsync(blob, doing, calls, cancellationToken);

        // The id is ours, so that asking again after a lost answer is asking for the same lease.
        var lease = blob.GetBlobLeaseClient(new Guid(RandomNumberGenerator.GetBytes(IdByteCount)).ToString());
        try
        {
            var asked = await calls.SendAsync(
                doing,
                StoreAnswer.LeaseOfAnother,
                async cancellation =>
                {
                    var now = clock.GetTimestamp();
                    await lease.AcquireAsync(settings.LeaseDuration, cancellationToken: cancellation);
                    return now;
                },
                cancellationToken);
            return new AzureBlobLease(lease, doing, calls, settings, asked, clock);
        }
        catch (RequestFailedException exception) when (StoreAnswers.Of(exception) is StoreAnswer.LeaseOfAnother)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
        {
            await ReleaseAsync();
        }

        _stop.Dispose();
        _lost.Dispose();
    }

    private static async Task MakeAsync(
        BlockBlobClient blob, string doing, StoreCalls calls, CancellationToken cancellationToken)
    {
        try
        {
            await calls.WriteAsync(
                doing,
                StoreAnswer.ConditionNotMet | StoreAnswer.LeaseOfAnother,
                cancellation => blob.UploadAsync(
                    Stream.Null, new() { Conditions = new() { IfNoneMatch = ETag.All } }, cancellation),
                cancellationToken);
        }
        catch (RequestFailedException exception)
            when (StoreAnswers.Of(exception) is StoreAnswer.ConditionNotMet or StoreAnswer.LeaseOfAnother)
        {
            // It is there already.
        }
    }

    private async Task RenewAsync(long asked)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_settings.LeaseRenewal, _clock, _stop.Token);
                asked = await RenewOnceAsync(asked);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Given back.
        }
        catch (Exception exception) when (exception is OperationCanceledException or RunFailedException)
        {
            await _lost.CancelAsync();
        }
    }

    private async Task<long> RenewOnceAsync(long asked)
    {
        var left = _settings.LeaseDuration - _clock.GetElapsedTime(asked);
        using var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, _stop.Token);
        return await _calls.SendAsync(
            _doing,
            StoreAnswer.None,
            async cancellation =>
            {
                var now = _clock.GetTimestamp();
                await _lease.RenewAsync(cancellationToken: cancellation);
                return now;
            },
            either.Token);
    }

    // Whoever waits for the lease gets it at its end in any case.
    private async Task ReleaseAsync()
    {
        using var expiry = new CancellationTokenSource(_settings.LeaseRenewal, _clock);
        try
        {
            await _calls.SendAsync(
                _doing, StoreAnswer.None, cancellation => _lease.ReleaseAsync(cancellationToken: cancellation), expiry.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or RunFailedException)
        {
        }
    }
}
