using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// One write of one blob. Blocks are staged under names made of their place and content; the blob changes only when
/// their list is committed, in one request that carries the condition. A block that is there under its name, from an
/// upload that broke off or from the blob as it is, is not sent again.
/// </summary>
internal sealed class BlobUpload(
    BlockBlobClient blob, BlobPath path, PutCondition condition, StoreCalls calls, CancellationToken cancellationToken)
{
    private const int WriteIdLength = 32;

    private static readonly UploadTransferValidationOptions Checked =
        new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    // A request whose answer was lost is sent again, and then finds its own work in the way. This tells it apart.
    private readonly string _writeId = RandomNumberGenerator.GetHexString(WriteIdLength, lowercase: true);

    private readonly ConcurrentDictionary<int, string> _names = [];
    private Task<Beginning>? _beginning;

    /// <summary>Brings one block there; several at a time.</summary>
    public async Task StageAsync(Block block, CancellationToken stop)
    {
        var name = NameOf(block);
        _names[block.Index] = name;
        var beginning = await BeginAsync();
        if (beginning.IsRefused || beginning.Present.GetValueOrDefault(name, -1) == block.Bytes.Count)
        {
            return;
        }

        await calls.WriteAsync(
            Doing("uploading"),
            StoreAnswer.None,
            cancellation => blob.StageBlockAsync(
                name, ContentOf(block.Bytes), new() { TransferValidation = Checked }, cancellation),
            stop);
    }

    /// <summary>Makes the blob of the staged blocks.</summary>
    public async Task<PutResult> CommitAsync(BlobReference reference)
    {
        var beginning = await BeginAsync();
        if (beginning.IsRefused)
        {
            return new PutResult.ConditionNotMet();
        }

        var names = Enumerable.Range(0, _names.Count).Select(index => _names[index]).ToArray();
        var options = new CommitBlockListOptions { Metadata = MetadataOf(reference), Conditions = Conditions() };
        try
        {
            var answer = await calls.WriteAsync(
                Doing("committing"),
                Refusals | StoreAnswer.BlocksGone,
                cancellation => blob.CommitBlockListAsync(names, options, cancellation),
                cancellationToken);
            return new PutResult.Written(reference, VersionOf(answer.Value.ETag));
        }
        catch (RequestFailedException exception) when (StoreAnswers.Of(exception) is StoreAnswer.BlocksGone)
        {
            return await AfterLostBlocksAsync(reference, beginning, exception);
        }
        catch (RequestFailedException exception) when (IsConditionNotMet(exception))
        {
            return await FindOwnAsync(reference) ?? new PutResult.ConditionNotMet();
        }
    }

    /// <summary>Makes the blob of a single block, in one request.</summary>
    public async Task<PutResult> PutAsync(ArraySegment<byte> content, BlobReference reference)
    {
        var options = new BlobUploadOptions
        {
            Metadata = MetadataOf(reference),
            Conditions = Conditions(),
            TransferValidation = Checked,
            // From this length on the client would cut blocks of its own, under names that all writers of the blob share.
            TransferOptions = new() { InitialTransferSize = content.Count + 1L },
        };
        try
        {
            var answer = await calls.WriteAsync(
                Doing("writing"),
                Refusals,
                cancellation => blob.UploadAsync(ContentOf(content), options, cancellation),
                cancellationToken);
            return new PutResult.Written(reference, VersionOf(answer.Value.ETag));
        }
        catch (RequestFailedException exception) when (IsConditionNotMet(exception))
        {
            return await FindOwnAsync(reference) ?? new PutResult.ConditionNotMet();
        }
    }

    // A version of nothing may be refused either way.
    private StoreAnswer Refusals => condition switch
    {
        PutCondition.Version => StoreAnswer.ConditionNotMet | StoreAnswer.Missing,
        PutCondition.Absent => StoreAnswer.ConditionNotMet,
        _ => StoreAnswer.None,
    };

    private string Doing(string what) => $"{what} {path}";

    private Task<Beginning> BeginAsync()
    {
        lock (_names)
        {
            return _beginning ??= LookAsync();
        }
    }

    // Asked once, when the content turns out to be longer than a block.
    private async Task<Beginning> LookAsync()
    {
        var found = await FindAsync();
        var isRefused = condition switch
        {
            PutCondition.Absent => found is not null,
            PutCondition.Version version => found is null || VersionOf(found.ETag) != version.Expected,
            _ => false,
        };
        return new(found?.ETag, isRefused, isRefused ? [] : await PresentBlocksAsync());
    }

    private async Task<Dictionary<string, long>> PresentBlocksAsync()
    {
        try
        {
            var list = await calls.SendAsync(
                Doing("resuming"),
                StoreAnswer.Missing | StoreAnswer.MissingContainer,
                cancellation => blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellation),
                cancellationToken);
            return list.Value.CommittedBlocks.Concat(list.Value.UncommittedBlocks)
                .DistinctBy(block => block.Name)
                .ToDictionary(block => block.Name, block => block.SizeLong);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return [];
        }
    }

    // Whoever commits a blob drops what others staged for it. If that one wrote the same bytes, they are there. If it
    // wrote others without looking, so did we, and it may count as the later of the two.
    private async Task<PutResult> AfterLostBlocksAsync(
        BlobReference reference, Beginning beginning, RequestFailedException cause)
    {
        var found = await FindAsync();
        if (found is not null && BlobMetadata.Sha256Of(found.Metadata) == reference.Sha256)
        {
            return condition is PutCondition.Unconditional || IsOwn(found)
                ? new PutResult.Written(reference, VersionOf(found.ETag))
                : new PutResult.ConditionNotMet();
        }

        if (found?.ETag == beginning.ETag)
        {
            throw calls.Failure(Doing("committing"), cause);
        }

        return condition is PutCondition.Unconditional
            ? new PutResult.Written(reference, Version: _writeId)
            : new PutResult.ConditionNotMet();
    }

    private async Task<PutResult?> FindOwnAsync(BlobReference reference) =>
        await FindAsync() is { } found && IsOwn(found) ? new PutResult.Written(reference, VersionOf(found.ETag)) : null;

    private async Task<BlobProperties?> FindAsync()
    {
        try
        {
            return (await calls.SendAsync(
                Doing("looking at"),
                StoreAnswer.Missing | StoreAnswer.MissingContainer,
                cancellation => blob.GetPropertiesAsync(cancellationToken: cancellation),
                cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    private bool IsOwn(BlobProperties found) => BlobMetadata.WriteIdOf(found.Metadata) == _writeId;

    private Dictionary<string, string> MetadataOf(BlobReference reference) =>
        BlobMetadata.Of(reference.Sha256, _writeId);

    private BlobRequestConditions? Conditions() => condition switch
    {
        PutCondition.Absent => new() { IfNoneMatch = ETag.All },
        PutCondition.Version version => new() { IfMatch = new ETag(version.Expected) },
        _ => null,
    };

    private static bool IsConditionNotMet(RequestFailedException exception) =>
        StoreAnswers.Of(exception) is StoreAnswer.ConditionNotMet or StoreAnswer.Missing;

    private static bool IsMissing(RequestFailedException exception) =>
        StoreAnswers.Of(exception) is StoreAnswer.Missing or StoreAnswer.MissingContainer;

    private static string VersionOf(ETag tag) => tag.ToString();

    private static MemoryStream ContentOf(ArraySegment<byte> bytes) =>
        new(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false);

    // The place is part of the name, because a list should not name a block twice; all names of a blob are of one length.
    private static string NameOf(Block block)
    {
        Span<byte> name = stackalloc byte[sizeof(int) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(name, block.Index);
        SHA256.HashData(block.Bytes, name[sizeof(int)..]);
        return Convert.ToBase64String(name);
    }

    private sealed record Beginning(ETag? ETag, bool IsRefused, Dictionary<string, long> Present);
}
