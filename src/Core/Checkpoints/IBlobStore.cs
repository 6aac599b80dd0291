using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// Where a run keeps everything it must not forget. A blob appears whole or not at all; expected outcomes of a
/// conditional write are data, a store that cannot be reached or written ends the process with a coded error.
/// </summary>
public interface IBlobStore
{
    /// <summary>The store's root, for people.</summary>
    Uri Location { get; }

    /// <summary>
    /// Writes a blob. A reader sees the old content or the new, never a part, also when this process dies while
    /// writing.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="write">Writes the content to the stream it is given, once, from the start.</param>
    /// <param name="condition">What must hold for the write to count.</param>
    /// <param name="cancellationToken">Stops the write; nothing is then changed.</param>
    /// <returns>The new blob, or what the condition found instead.</returns>
    Task<PutResult> PutAsync(
        BlobPath path,
        Func<Stream, CancellationToken, Task> write,
        PutCondition condition,
        CancellationToken cancellationToken);

    /// <summary>The whole content of a small blob with its version, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those that were written, as far as the store noted them,
    /// or too many for a document.</exception>
    Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>
    /// Brings a blob to this machine and returns the path of a local file that holds it, its SHA-256 and length
    /// verified. The file is the store's: read it, never write or move it.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not those the reference names.</exception>
    Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken);

    /// <summary>The blobs whose path starts with <paramref name="folder"/> and a slash, in ordinal order.</summary>
    IAsyncEnumerable<BlobPath> ListAsync(BlobPath folder, CancellationToken cancellationToken);

    /// <summary>Removes a blob; it need not be there.</summary>
    Task DeleteAsync(BlobPath path, CancellationToken cancellationToken);
}
