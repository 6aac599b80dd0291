using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Testing;

/// <summary>
/// Another store, with something done before each call: it may throw, which is how a test kills a process at a chosen step, or
/// do what another process would do at that moment.
/// </summary>
public sealed class InterruptedBlobStore(IBlobStore inner, Func<Task> before) : IBlobStore
{
    public Uri Location => inner.Location;

    public async Task<PutResult> PutAsync(
        BlobPath path, Func<Stream, CancellationToken, Task> write, PutCondition condition, CancellationToken cancellationToken)
    {
        await before();
        return await inner.PutAsync(path, write, condition, cancellationToken);
    }

    public async Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        await before();
        return await inner.ReadAsync(path, cancellationToken);
    }

    public async Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        await before();
        return await inner.FetchAsync(reference, cancellationToken);
    }

    public async IAsyncEnumerable<BlobPath> ListAsync(
        BlobPath folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await before();
        await foreach (var path in inner.ListAsync(folder, cancellationToken))
        {
            yield return path;
        }
    }

    public async Task DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        await before();
        await inner.DeleteAsync(path, cancellationToken);
    }
}
