using FedK8s.Chaos.Tests.Blobs;
using FedK8s.Testing;

[assembly: AssemblyFixture(typeof(BlobServiceFixture))]

namespace FedK8s.Chaos.Tests.Blobs;

/// <summary>One blob service for the proxy's tests, started by the first that needs it.</summary>
public sealed class BlobServiceFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<Azurite>> _service;

    public BlobServiceFixture() =>
        _service = new(() => Azurite.StartAsync(_folder.Path, port: 0, CancellationToken.None));

    /// <summary>The running service; the test is skipped where it is not installed.</summary>
    public Task<Azurite> StartAsync()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Missing);
        return _service.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_service.IsValueCreated)
        {
            await (await _service.Value).DisposeAsync();
        }

        _folder.Dispose();
    }
}
