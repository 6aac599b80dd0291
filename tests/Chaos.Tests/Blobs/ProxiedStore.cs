using System.Security.Cryptography;
using FedK8s.Chaos.Blobs;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;

namespace FedK8s.Chaos.Tests.Blobs;

/// <summary>A store in a container of one test's own, once through a proxy and once without.</summary>
internal sealed class ProxiedStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ProxiedStore(BlobProxy proxy, Azurite service)
    {
        Proxy = proxy;
        var address = $"az://chaos-{RandomNumberGenerator.GetHexString(16, lowercase: true)}/run";
        Direct = Open(address, service.Endpoint);
        Blobs = Open(address, new Uri(proxy.Address, service.Endpoint.AbsolutePath));
    }

    public BlobProxy Proxy { get; }

    public IBlobStore Direct { get; }

    public IBlobStore Blobs { get; }

    public static async Task<ProxiedStore> OpenAsync(Azurite service, CancellationToken cancellationToken) =>
        new(await BlobProxy.StartAsync(service.Endpoint, cancellationToken), service);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _folder.Dispose();
    }

    private IBlobStore Open(string address, Uri endpoint)
    {
        var variables = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_ACCOUNT"] = Azurite.AccountName,
            ["AZURE_STORAGE_KEY"] = Azurite.AccountKey,
            ["AZURE_STORAGE_BLOB_ENDPOINT"] = endpoint.ToString(),
            ["FEDK8S_CACHE_DIR"] = _folder["cache"],
        };
        return BlobStores.Open(address, name => variables.GetValueOrDefault(name));
    }
}
