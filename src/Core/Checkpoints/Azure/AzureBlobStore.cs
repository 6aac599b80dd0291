using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// A run's store in a container of Azure Blob Storage, or of what speaks its protocol. A blob's version is its ETag.
/// Content of up to one block is written in one request; longer content as blocks, several at a time, that become the
/// blob in one last request, so that a reader sees the old content or the new. docs/storage.md says what is verified
/// when.
/// </summary>
public sealed class AzureBlobStore : IBlobStore, IBlobLeases
{
    private const int MaximumReadByteCount = 64 << 20;

    // Bits that flipped on the way are right the next time; bits that flipped in the store never are.
    private const int ReadCount = 3;

    private readonly BlobContainerClient _container;
    private readonly string _prefix;
    private readonly FileCache _cache;
    private readonly TransferSettings _transfer;
    private readonly TimeProvider _clock;
    private readonly StoreCalls _calls;

    internal AzureBlobStore(
        BlobContainerClient container, string prefix, FileCache cache, TransferSettings transfer, TimeProvider clock)
    {
        (_container, _cache, _transfer, _clock) = (container, cache, transfer, clock);
        _prefix = prefix.Length == 0 ? "" : $"{prefix}/";
        _calls = new(container, transfer, clock);
        Location = new Uri($"{_calls.Location}/{prefix}".TrimEnd('/'));
    }

    /// <summary>The store at an address. Nothing is asked of the service yet.</summary>
    /// <param name="address">Which container, and where in it.</param>
    /// <param name="account">Which account, and with what credentials.</param>
    /// <param name="cache">Where fetched blobs are kept.</param>
    /// <param name="clock">Measures deadlines; null for the system's.</param>
    /// <exception cref="Errors.RunFailedException">The account or its credentials are not given, or not
    /// valid.</exception>
    public static AzureBlobStore Open(
        AzureBlobAddress address, AzureAccount account, CacheSettings cache, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(account);
        var (transfer, time) = (TransferSettings.Default, clock ?? TimeProvider.System);
        var client = account.Connect(AzureAccount.OptionsOf(transfer)).GetBlobContainerClient(address.Container);
        return new(client, address.Prefix, new FileCache(cache, time), transfer, time);
    }

    /// <inheritdoc/>
    public Uri Location { get; }

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(
        BlobPath path,
        Func<Stream, CancellationToken, Task> write,
        PutCondition condition,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        var upload = new BlobUpload(BlobAt(path), path, condition, _calls, cancellationToken);
        await using var blocks = new BlockStream(_transfer, upload.StageAsync, cancellationToken);
        await using var content = new HashingStream(blocks);
        await write(content, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var reference = new BlobReference(path, content.Length, content.Sha256);
        if (blocks.IsSingle)
        {
            return await upload.PutAsync(blocks.Only, reference);
        }

        await blocks.FinishAsync();
        return await upload.CommitAsync(reference);
    }

    /// <inheritdoc/>
    public async Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var blob = BlobAt(path);
        for (var time = 1; ; time++)
        {
            if (await DownloadAsync(blob, path, cancellationToken) is not var (bytes, details))
            {
                return null;
            }

            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (BlobMetadata.Sha256Of(details.Metadata) is not { } noted || noted == sha256)
            {
                return new(new(path, bytes.Length, sha256), bytes, details.ETag.ToString());
            }

            if (time == ReadCount)
            {
                throw new InvalidDataException(
                    $"{path} in {Location} was read {ReadCount} times and has SHA-256 {sha256}, expected {noted}; the "
                    + "blob was changed: restore it or start a new run.");
            }
        }
    }

    /// <inheritdoc/>
    public Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var download = new RangedDownload(BlobAt(reference.Path), reference, _calls, _transfer);
        return _cache.FetchAsync(reference, download.ToFileAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobPath> ListAsync(
        BlobPath folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = $"{NameOf(folder)}/";
        var paths = new List<BlobPath>();
        for (string? next = null; next != "";)
        {
            var page = await PageAsync(prefix, next, cancellationToken);
            paths.AddRange(page.Values.Select(blob => new BlobPath(blob.Name[_prefix.Length..])));
            next = page.ContinuationToken ?? "";
        }

        // The service sorts, but does not promise by what.
        paths.Sort((one, other) => string.CompareOrdinal(one.Value, other.Value));
        foreach (var path in paths.Where(BlobPathRules.IsValid))
        {
            yield return path;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var blob = BlobAt(path);
        await _calls.SendAsync(
            $"removing {path}",
            StoreAnswer.None,
            async cancellation => await blob.DeleteIfExistsAsync(cancellationToken: cancellation),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) =>
        AzureBlobLease.TryAcquireAsync(BlobAt(path), path, _calls, _transfer, _clock, cancellationToken);

    private async Task<(byte[] Bytes, BlobDownloadDetails Details)?> DownloadAsync(
        BlockBlobClient blob, BlobPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.SendAsync(
                $"reading {path}",
                StoreAnswer.Missing | StoreAnswer.MissingContainer,
                async cancellation =>
                {
                    using var answer = (await blob.DownloadStreamingAsync(cancellationToken: cancellation)).Value;
                    var bytes = new byte[Bounded(answer.Details.ContentLength, path)];
                    await answer.Content.ReadExactlyAsync(bytes, cancellation);
                    return (bytes, answer.Details);
                },
                cancellationToken);
        }
        catch (RequestFailedException exception)
            when (StoreAnswers.Of(exception) is StoreAnswer.Missing or StoreAnswer.MissingContainer)
        {
            return null;
        }
    }

    private int Bounded(long length, BlobPath path) => length <= MaximumReadByteCount
        ? (int)length
        : throw new InvalidDataException(
            $"{path} in {Location} has {length} bytes, where a document of at most {MaximumReadByteCount} was expected: "
            + "remove it.");

    private async Task<Page<BlobItem>> PageAsync(string prefix, string? next, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.SendAsync(
                $"listing {prefix}",
                StoreAnswer.MissingContainer,
                async cancellation => await _container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation)
                    .AsPages(next)
                    .FirstAsync(cancellation),
                cancellationToken);
        }
        catch (RequestFailedException exception) when (StoreAnswers.Of(exception) is StoreAnswer.MissingContainer)
        {
            return Page<BlobItem>.FromValues([], continuationToken: null, exception.GetRawResponse()!); // it has a status
        }
    }

    private BlockBlobClient BlobAt(BlobPath path) => _container.GetBlockBlobClient(NameOf(path));

    private string NameOf(BlobPath path)
    {
        BlobPathRules.Require(path);
        return _prefix + path.Value;
    }
}
