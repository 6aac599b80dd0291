using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Testing;

/// <summary>Another store, at the end of a slow line: what a call takes passes on the clock.</summary>
/// <param name="inner">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="upload">Bytes a second.</param>
/// <param name="download">Bytes a second.</param>
/// <param name="request">What every call takes besides.</param>
public sealed class SlowBlobStore(IBlobStore inner, LeapingTime time, double upload, double download, TimeSpan request) : IBlobStore
{
    public Uri Location => inner.Location;

    public async Task<PutResult> PutAsync(
        BlobPath path, Func<Stream, CancellationToken, Task> write, PutCondition condition, CancellationToken cancellationToken)
    {
        var result = await inner.PutAsync(path, write, condition, cancellationToken);
        Pass(result is PutResult.Written written ? written.Blob.Length : 0, upload);
        return result;
    }

    public async Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var content = await inner.ReadAsync(path, cancellationToken);
        Pass(content?.Blob.Length ?? 0, download);
        return content;
    }

    public async Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        Pass(reference.Length, download);
        return await inner.FetchAsync(reference, cancellationToken);
    }

    public IAsyncEnumerable<BlobPath> ListAsync(BlobPath folder, CancellationToken cancellationToken) =>
        inner.ListAsync(folder, cancellationToken);

    public Task DeleteAsync(BlobPath path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

    private void Pass(long byteCount, double bytesPerSecond) => time.Leap(request + TimeSpan.FromSeconds(byteCount / bytesPerSecond));
}
