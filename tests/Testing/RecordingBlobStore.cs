using System.Runtime.CompilerServices;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Testing;

/// <summary>Another store that notes each call, as a verb and a path, in the order in which they begin.</summary>
public sealed class RecordingBlobStore(IBlobStore inner) : IBlobStore
{
    private readonly List<string> _calls = [];

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    public Uri Location => inner.Location;

    public Task<PutResult> PutAsync(
        BlobPath path, Func<Stream, CancellationToken, Task> write, PutCondition condition, CancellationToken cancellationToken)
    {
        Note("put", path);
        return inner.PutAsync(path, write, condition, cancellationToken);
    }

    public Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Note("read", path);
        return inner.ReadAsync(path, cancellationToken);
    }

    public Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        Note("fetch", reference.Path);
        return inner.FetchAsync(reference, cancellationToken);
    }

    public async IAsyncEnumerable<BlobPath> ListAsync(BlobPath folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Note("list", folder);
        await foreach (var path in inner.ListAsync(folder, cancellationToken))
        {
            yield return path;
        }
    }

    public Task DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        Note("delete", path);
        return inner.DeleteAsync(path, cancellationToken);
    }

    private void Note(string verb, BlobPath path)
    {
        lock (_calls)
        {
            _calls.Add($"{verb} {path}");
        }
    }
}
