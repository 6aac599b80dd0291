using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Testing;

/// <summary>A store in memory with the semantics of the real ones; files are fetched into a temporary folder.</summary>
public sealed class MemoryBlobStore : IBlobStore, IDisposable
{
    private readonly Dictionary<BlobPath, (byte[] Bytes, string Version)> _blobs = [];
    private readonly TemporaryFolder _fetched = new();
    private long _writeCount;

    public Uri Location { get; } = new("memory:///run");

    /// <summary>Every path, in ordinal order.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_blobs)
            {
                return [.. _blobs.Keys.Select(path => path.Value).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The bytes of a blob that is there.</summary>
    public byte[] this[BlobPath path]
    {
        get
        {
            lock (_blobs)
            {
                return _blobs[path].Bytes;
            }
        }
    }

    /// <summary>Replaces the bytes of a blob behind the back of whoever wrote it.</summary>
    public void Overwrite(BlobPath path, byte[] bytes)
    {
        lock (_blobs)
        {
            _blobs[path] = (bytes, NextVersion());
        }
    }

    public async Task<PutResult> PutAsync(
        BlobPath path, Func<Stream, CancellationToken, Task> write, PutCondition condition, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_blobs)
        {
            var isThere = _blobs.TryGetValue(path, out var existing);
            var isMet = condition switch
            {
                PutCondition.Absent => !isThere,
                PutCondition.Version version => isThere && existing.Version == version.Expected,
                _ => true,
            };
            if (!isMet)
            {
                return new PutResult.ConditionNotMet();
            }

            var stored = (Bytes: content.ToArray(), Version: NextVersion());
            _blobs[path] = stored;
            return new PutResult.Written(Reference(path, stored.Bytes), stored.Version);
        }
    }

    public Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        lock (_blobs)
        {
            return Task.FromResult(_blobs.TryGetValue(path, out var blob)
                ? new BlobContent(Reference(path, blob.Bytes), blob.Bytes, blob.Version)
                : null);
        }
    }

    public async Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(reference.Path, cancellationToken)
            ?? throw new InvalidDataException($"{reference.Path} is missing.");
        if (content.Blob != reference)
        {
            throw new InvalidDataException($"{reference.Path} is {content.Blob}, expected {reference}.");
        }

        var file = _fetched[reference.Sha256];
        if (!File.Exists(file))
        {
            var part = _fetched[$"{reference.Sha256}.{NextVersion()}"];
            await File.WriteAllBytesAsync(part, content.Bytes, cancellationToken);
            File.Move(part, file, overwrite: true);
        }

        return file;
    }

    public async IAsyncEnumerable<BlobPath> ListAsync(
        BlobPath folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var path in Paths.Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new BlobPath(path);
        }
    }

    public Task DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        lock (_blobs)
        {
            _blobs.Remove(path);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _fetched.Dispose();

    private string NextVersion() => Interlocked.Increment(ref _writeCount).ToString(CultureInfo.InvariantCulture);

    private static BlobReference Reference(BlobPath path, byte[] bytes) =>
        new(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
