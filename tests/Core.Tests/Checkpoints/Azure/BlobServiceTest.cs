using Azure.Core.Pipeline;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Determinism;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A test of the store on a blob service, in a container of its own.</summary>
public abstract class BlobServiceTest(BlobServiceFixture fixture) : IAsyncLifetime
{
    private protected const int BlockByteCount = ServiceContainer.BlockByteCount;

    private protected static readonly BlobPath Path = new("checkpoints/000001/weights.safetensors");

    private protected static TransferSettings Small => ServiceContainer.Small;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ServiceContainer Container { get; private set; } = null!; // InitializeAsync sets it

    public async ValueTask InitializeAsync() => Container = new(await fixture.StartAsync());

    public ValueTask DisposeAsync()
    {
        Container?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected AzureBlobStore Open(
        HttpPipelineTransport? transport = null,
        TransferSettings? settings = null,
        TimeProvider? clock = null,
        CacheSettings? cache = null) =>
        Container.Open(transport, settings, clock, cache);

    private protected static byte[] Bytes(int count, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextBits())];
    }

    private protected static Task<PutResult> TryPutAsync(
        IBlobStore store, byte[] bytes, PutCondition? condition = null, BlobPath? path = null) =>
        store.PutAsync(
            path ?? Path,
            async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation),
            condition ?? PutCondition.Always,
            Cancellation);

    private protected static async Task<PutResult.Written> PutAsync(
        IBlobStore store, byte[] bytes, PutCondition? condition = null, BlobPath? path = null) =>
        Assert.IsType<PutResult.Written>(await TryPutAsync(store, bytes, condition, path));

    private protected static async Task<byte[]> FetchedAsync(IBlobStore store, BlobReference reference) =>
        await File.ReadAllBytesAsync(await store.FetchAsync(reference, Cancellation), Cancellation);
}
