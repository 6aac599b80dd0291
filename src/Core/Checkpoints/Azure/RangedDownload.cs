using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FedK8s.Contracts.Manifests;
using Microsoft.Win32.SafeHandles;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// Brings a blob's bytes into a file, several ranges at a time. A range whose connection breaks goes on where it
/// stopped. Whether the bytes are right is for whoever hashes them to say.
/// </summary>
internal sealed class RangedDownload(
    BlobBaseClient blob, BlobReference reference, StoreCalls calls, TransferSettings settings)
{
    /// <exception cref="InvalidDataException">The blob is missing, or its length or noted hash is another.</exception>
    public async Task ToFileAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (reference.Length > settings.BlockByteCount)
        {
            await RequireAsync(cancellationToken); // before four connections start on the wrong blob
        }

        var starts = Enumerable.Range(0, (int)((reference.Length + settings.BlockByteCount - 1) / settings.BlockByteCount))
            .Select(index => (long)index * settings.BlockByteCount)
            .DefaultIfEmpty(0);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = settings.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            starts, options, async (start, cancellation) => await FetchRangeAsync(file, start, cancellation));
    }

    private string Doing => $"reading {reference.Path}";

    private async Task RequireAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = (await calls.SendAsync(
                Doing,
                StoreAnswer.Missing | StoreAnswer.MissingContainer,
                cancellation => blob.GetPropertiesAsync(cancellationToken: cancellation),
                cancellationToken)).Value;
            Require(found.ContentLength, found.Metadata);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            throw Missing();
        }
    }

    private async Task FetchRangeAsync(SafeFileHandle file, long start, CancellationToken cancellationToken)
    {
        var range = new OpenRange { Position = start, End = Math.Min(reference.Length, start + settings.BlockByteCount) };
        var buffer = settings.Pool.Rent(settings.ReadByteCount);
        try
        {
            await calls.SendAsync(
                Doing,
                StoreAnswer.Missing | StoreAnswer.MissingContainer | StoreAnswer.OutOfRange,
                cancellation => GoOnAsync(file, range, buffer, cancellation),
                cancellationToken);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            throw Missing();
        }
        catch (RequestFailedException exception) when (StoreAnswers.Of(exception) is StoreAnswer.OutOfRange)
        {
            throw Other("fewer bytes");
        }
        finally
        {
            settings.Pool.Return(buffer);
        }
    }

    private async Task<long> GoOnAsync(
        SafeFileHandle file, OpenRange range, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            var isWhole = reference.Length <= settings.BlockByteCount && range.Position == 0;
            var options = new BlobDownloadOptions { Range = isWhole ? default : range.Rest };
            using var answer = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
            if (isWhole)
            {
                Require(answer.Details.ContentLength, answer.Details.Metadata);
            }

            await CopyAsync(answer.Content, file, range, buffer, cancellationToken);
            return range.Position;
        }
        catch (RequestFailedException exception) when (StoreAnswers.Of(exception) is StoreAnswer.ConditionNotMet)
        {
            // The client takes a broken body up again only where the blob is still the same. The hash will tell.
            throw new IOException($"{reference.Path} was replaced while it was read.", exception);
        }
    }

    private async Task CopyAsync(
        Stream content, SafeFileHandle file, OpenRange range, byte[] buffer, CancellationToken cancellationToken)
    {
        while (range.Position < range.End)
        {
            var wanted = (int)Math.Min(settings.ReadByteCount, range.End - range.Position);
            var count = await content.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"{reference.Path} ended at {range.Position}, wanted {range.End}.");
            }

            await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), range.Position, cancellationToken);
            range.Position += count;
        }
    }

    private void Require(long length, IDictionary<string, string> metadata)
    {
        if (length != reference.Length)
        {
            throw Other($"{length} bytes");
        }

        if (BlobMetadata.Sha256Of(metadata) is { } noted && noted != reference.Sha256)
        {
            throw Other($"SHA-256 {noted}");
        }
    }

    private InvalidDataException Missing() =>
        new($"{reference.Path} in {calls.Location} is missing; restore it or start a new run.");

    private InvalidDataException Other(string found) =>
        new($"{reference.Path} in {calls.Location} has {found}, expected {reference.Length} bytes and SHA-256 "
            + $"{reference.Sha256}; the blob was changed: restore it or start a new run.");

    private static bool IsMissing(RequestFailedException exception) =>
        StoreAnswers.Of(exception) is StoreAnswer.Missing or StoreAnswer.MissingContainer;

    private sealed class OpenRange
    {
        public required long Position { get; set; }

        public required long End { get; init; }

        public HttpRange Rest => new(Position, End - Position);
    }
}
