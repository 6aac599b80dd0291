using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A container of one test's own on the blob service, and a folder for what is fetched from it.</summary>
internal sealed class ServiceContainer(Azurite service) : IDisposable
{
    public const string Prefix = "runs/one";

    public const int BlockByteCount = 16 << 10;

    /// <summary>Small blocks, so that little content has many, and short waits.</summary>
    public static TransferSettings Small { get; } = new()
    {
        BlockByteCount = BlockByteCount,
        ReadByteCount = 4 << 10,
        Parallelism = 3,
        FirstWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(4),
    };

    private readonly TemporaryFolder _folder = new();

    public Azurite Service => service;

    public string Name { get; } = $"test-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    public string CacheFolder => _folder["cache"];

    public void Dispose() => _folder.Dispose();

    public BlobContainerClient Client(HttpPipelineTransport? transport = null, TransferSettings? settings = null)
    {
        var options = AzureAccount.OptionsOf(settings ?? Small);
        options.Transport = transport ?? options.Transport;
        return new BlobServiceClient(service.ConnectionString, options).GetBlobContainerClient(Name);
    }

    /// <summary>A store as another process on this machine would open it.</summary>
    public AzureBlobStore Open(
        HttpPipelineTransport? transport = null,
        TransferSettings? settings = null,
        TimeProvider? clock = null,
        CacheSettings? cache = null)
    {
        var time = clock ?? TimeProvider.System;
        return new(
            Client(transport, settings), Prefix, new FileCache(cache ?? new(CacheFolder), time), settings ?? Small, time);
    }
}
