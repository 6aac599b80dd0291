using FedK8s.Core.Checkpoints;
using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Determinism;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>The service itself goes away, and comes back with what it had.</summary>
public sealed class ServiceRestartTests : IDisposable
{
    private const int BlockCount = 12;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_upload_outlives_a_restart_of_the_service()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Missing);
        await using var first = await Azurite.StartAsync(_folder["service"], port: 0, Cancellation);
        var store = Open(first);
        var bytes = new byte[BlockCount * ServiceContainer.BlockByteCount];
        BitConverter.TryWriteBytes(bytes, new SeededRandom(1).NextBits());
        Azurite? second = null;

        var written = Assert.IsType<PutResult.Written>(await store.PutAsync(
            new("weights"),
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), cancellation);
                await first.StopAsync();
                second = await Azurite.StartAsync(_folder["service"], first.Endpoint.Port, cancellation);
                await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), cancellation);
            },
            PutCondition.IfAbsent,
            Cancellation));
        await using var restarted = second!; // the writer has run

        Assert.Equal(bytes, await File.ReadAllBytesAsync(await store.FetchAsync(written.Blob, Cancellation), Cancellation));
    }

    private AzureBlobStore Open(Azurite service)
    {
        var settings = ServiceContainer.Small with { LongestWait = TimeSpan.FromMilliseconds(200) };
        var client = AzureAccount.From(name => name == "AZURE_STORAGE_CONNECTION_STRING" ? service.ConnectionString : null)
            .Connect(AzureAccount.OptionsOf(settings));
        return new(
            client.GetBlobContainerClient("runs"),
            "one",
            new FileCache(new(_folder["cache"]), TimeProvider.System),
            settings,
            TimeProvider.System);
    }
}
