using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// A run's documents over a blob store. Tensors are put first and their manifest last; the manifest is the commit, so
/// anything without one may be written again and is never read.
/// </summary>
public sealed class RunStore(IBlobStore blobs)
{
    /// <summary>The store's root, for people.</summary>
    public Uri Location => blobs.Location;

    /// <summary>The document at <paramref name="path"/>, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is there but is not such a document.</exception>
    public async Task<Stored<T>?> FindAsync<T>(BlobPath path, CancellationToken cancellationToken)
        where T : class
    {
        var content = await blobs.ReadAsync(path, cancellationToken);
        return content is null ? null : new(Parse<T>(content), content.Blob, content.Version);
    }

    /// <summary>The document that <paramref name="reference"/> names, its hash verified.</summary>
    /// <exception cref="InvalidDataException">It is missing, has other bytes, or is not such a document.</exception>
    public async Task<T> ReadAsync<T>(BlobReference reference, CancellationToken cancellationToken)
        where T : class
    {
        var content = await blobs.ReadAsync(reference.Path, cancellationToken)
            ?? throw new InvalidDataException(
                $"{reference.Path} in {Location} is missing; restore it or start a new run.");
        return content.Blob.Sha256 == reference.Sha256
            ? Parse<T>(content)
            : throw new InvalidDataException(
                $"{reference.Path} in {Location} has SHA-256 {content.Blob.Sha256}, expected {reference.Sha256}; "
                + "the file was changed: restore it or start a new run.");
    }

    /// <summary>
    /// Writes a document that never changes and returns its reference. Where one is already there it stays, and its
    /// reference is returned: the same step may be done twice.
    /// </summary>
    public async Task<BlobReference> PutOnceAsync<T>(BlobPath path, T document, CancellationToken cancellationToken)
        where T : class
    {
        var result = await PutAsync(path, document, PutCondition.IfAbsent, cancellationToken);
        if (result is PutResult.Written written)
        {
            return written.Blob;
        }

        var existing = await blobs.ReadAsync(path, cancellationToken);
        return existing?.Blob
            ?? throw new InvalidDataException($"{path} in {Location} vanished while the run was using it.");
    }

    /// <summary>
    /// Writes a document that never changes, or finds the one that is already there: whoever writes first decides.
    /// </summary>
    /// <exception cref="InvalidDataException">One is there but is not such a document.</exception>
    public async Task<Stored<T>> EnsureAsync<T>(BlobPath path, T document, CancellationToken cancellationToken)
        where T : class =>
        await PutAsync(path, document, PutCondition.IfAbsent, cancellationToken) is PutResult.Written written
            ? new(document, written.Blob, written.Version)
            : await FindAsync<T>(path, cancellationToken)
                ?? throw new InvalidDataException($"{path} in {Location} vanished while the run was using it.");

    /// <summary>Replaces one of the documents that change.</summary>
    /// <returns>The new document, or null where another process has replaced it meanwhile: look again.</returns>
    public async Task<Stored<T>?> TryReplaceAsync<T>(Stored<T> current, T next, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(current);
        return await PutAsync(current.Blob.Path, next, PutCondition.IfVersion(current.Version), cancellationToken)
            is PutResult.Written written
            ? new(next, written.Blob, written.Version)
            : null;
    }

    /// <summary>Writes tensors, replacing what an earlier try may have left; they count once a manifest lists
    /// them.</summary>
    public async Task<BlobReference> PutTensorsAsync(
        BlobPath path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var result = await blobs.PutAsync(path, write, PutCondition.Always, cancellationToken);
        return ((PutResult.Written)result).Blob; // an unconditional write has no other outcome
    }

    /// <summary>A local file that holds the blob, its hash verified.</summary>
    public Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken) =>
        blobs.FetchAsync(reference, cancellationToken);

    /// <summary>Every document directly or indirectly below <paramref name="folder"/>, in ordinal order of the
    /// paths.</summary>
    public async Task<IReadOnlyList<BlobPath>> ListAsync(BlobPath folder, CancellationToken cancellationToken)
    {
        var paths = new List<BlobPath>();
        await foreach (var path in blobs.ListAsync(folder, cancellationToken))
        {
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>The run's state pointer, or null before the first commit.</summary>
    public Task<Stored<RunState>?> FindStateAsync(CancellationToken cancellationToken) =>
        FindAsync<RunState>(RunPaths.State, cancellationToken);

    /// <summary>
    /// Moves the state pointer from <paramref name="current"/> (null: there is none yet) to <paramref name="next"/>.
    /// </summary>
    /// <returns>The new state, or null where another process has moved it meanwhile: observe again.</returns>
    /// <exception cref="ArgumentException">The generation of <paramref name="next"/> does not follow on.</exception>
    public async Task<Stored<RunState>?> TryCommitAsync(
        Stored<RunState>? current, RunState next, CancellationToken cancellationToken)
    {
        if (next.Generation != (current?.Value.Generation ?? 0) + 1)
        {
            throw new ArgumentException($"Generation {next.Generation} does not follow on.", nameof(next));
        }

        var condition = current is null ? PutCondition.IfAbsent : PutCondition.IfVersion(current.Version);
        return await PutAsync(RunPaths.State, next, condition, cancellationToken) is PutResult.Written written
            ? new(next, written.Blob, written.Version)
            : null;
    }

    /// <summary>How fast bytes come to the store and back; takes some 1.2 megabytes each way.</summary>
    /// <param name="path">Of a blob that is written for it and removed; nobody else's.</param>
    /// <param name="time">Measures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<TransferSpeed> MeasureSpeedAsync(BlobPath path, TimeProvider time, CancellationToken cancellationToken) =>
        StoreProbe.MeasureAsync(blobs, path, time, cancellationToken);

    /// <summary>Removes a blob; it need not be there.</summary>
    public Task DeleteAsync(BlobPath path, CancellationToken cancellationToken) =>
        blobs.DeleteAsync(path, cancellationToken);

    private Task<PutResult> PutAsync<T>(
        BlobPath path, T document, PutCondition condition, CancellationToken cancellationToken) =>
        blobs.PutAsync(
            path,
            async (stream, cancellation) =>
                await stream.WriteAsync(
                    JsonSerializer.SerializeToUtf8Bytes(document, ContractJson.Options), cancellation),
            condition,
            cancellationToken);

    private T Parse<T>(BlobContent content)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content.Bytes.Span, ContractJson.Options)
                ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{content.Blob.Path} in {Location} is not a {typeof(T).Name}: {exception.Message.TrimEnd('.')}; " +
                "the file was changed: restore it or remove the folder.", exception);
        }
    }
}
