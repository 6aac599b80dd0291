using FedK8s.Testing;

namespace FedK8s.Chaos.Services;

/// <summary>A broker and a blob service that runs use one after the other. Each can be struck, and is there again afterwards.</summary>
internal sealed class Place : IAsyncDisposable
{
    // What Azurite acknowledged in the last five seconds it forgets when it is killed, unlike the service that it stands for.
    private static readonly TimeSpan BlobsAreWritten = TimeSpan.FromSeconds(6);

    private const int BlobDiskKilobytes = 64 << 10;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder;
    private Azurite _blobs;
    private RabbitMq _broker;

    private Place(string folder, Azurite blobs, RabbitMq broker, SmallDisk? blobDisk)
    {
        (_folder, _blobs, _broker, BlobDisk) = (folder, blobs, broker, blobDisk);
        (BlobEndpoint, BrokerPort) = (blobs.Endpoint, broker.Port);
    }

    /// <summary>Why it cannot be had; null where it can.</summary>
    public static string? Missing => Azurite.IsInstalled ? RabbitMq.IsInstalled ? null : RabbitMq.Missing : Azurite.Missing;

    /// <summary>The account's address; it stays the same.</summary>
    public Uri BlobEndpoint { get; }

    /// <summary>The account with its key, past every proxy.</summary>
    public string ConnectionString => _blobs.ConnectionString;

    /// <summary>Of 127.0.0.1; it stays the same.</summary>
    public int BrokerPort { get; }

    /// <summary>The blob service's own small disk; null where it has none.</summary>
    public SmallDisk? BlobDisk { get; }

    /// <summary>Starts both.</summary>
    /// <param name="folder">What they keep.</param>
    /// <param name="hasSmallBlobDisk">Whether the blob service has a small disk of its own.</param>
    /// <param name="cancellationToken">Stops waiting for them, and them.</param>
    public static async Task<Place> StartAsync(string folder, bool hasSmallBlobDisk, CancellationToken cancellationToken)
    {
        var disk = hasSmallBlobDisk ? SmallDisk.MountOrThrow(Path.Combine(folder, "blobs"), BlobDiskKilobytes) : null;
        var blobs = Azurite.StartAsync(Path.Combine(folder, "blobs"), port: 0, cancellationToken);
        var broker = RabbitMq.StartAsync(Path.Combine(folder, "broker"), port: 0, cancellationToken);
        return new(folder, await blobs, await broker, disk);
    }

    /// <summary>Kills the broker, and starts it again after a time.</summary>
    /// <returns>When it is dead; in it, when it is back.</returns>
    public Task<Task> CrashBrokerAsync(TimeSpan down) => StrikeAsync(
        () => _broker.KillAsync(),
        async () =>
        {
            await _broker.DisposeAsync();
            await Task.Delay(down);
            _broker = await RabbitMq.StartAsync(Path.Combine(_folder, "broker"), BrokerPort, CancellationToken.None);
        });

    /// <summary>Halts the broker for a time.</summary>
    /// <inheritdoc cref="CrashBrokerAsync"/>
    public Task<Task> PauseBrokerAsync(TimeSpan time) => PauseAsync(() => _broker.ProcessId, time);

    /// <summary>Ends the blob service in order, and starts it again after a time.</summary>
    /// <inheritdoc cref="CrashBrokerAsync"/>
    public Task<Task> RestartBlobsAsync(TimeSpan down) => StrikeAsync(() => _blobs.StopAsync(), () => ReturnBlobsAsync(down));

    /// <summary>Kills the blob service, and starts it again after a time. Nobody may write while this waits before the
    /// blow.</summary>
    /// <inheritdoc cref="CrashBrokerAsync"/>
    public Task<Task> CrashBlobsAsync(TimeSpan down) => StrikeAsync(
        async () =>
        {
            await Task.Delay(BlobsAreWritten);
            await _blobs.KillAsync();
        },
        () => ReturnBlobsAsync(down));

    /// <summary>Halts the blob service for a time.</summary>
    /// <inheritdoc cref="CrashBrokerAsync"/>
    public Task<Task> PauseBlobsAsync(TimeSpan time) => PauseAsync(() => _blobs.ProcessId, time);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_blobs.KillAsync(), _broker.KillAsync());
        await _blobs.DisposeAsync();
        await _broker.DisposeAsync();
        BlobDisk?.Dispose();
        _turn.Dispose();
    }

    private async Task ReturnBlobsAsync(TimeSpan down)
    {
        await _blobs.DisposeAsync();
        await Task.Delay(down);
        _blobs = await Azurite.StartAsync(Path.Combine(_folder, "blobs"), BlobEndpoint.Port, CancellationToken.None);
    }

    private Task<Task> PauseAsync(Func<int> process, TimeSpan time) => StrikeAsync(
        () =>
        {
            Signals.Stop(process());
            return Task.CompletedTask;
        },
        async () =>
        {
            await Task.Delay(time);
            Signals.Continue(process());
        });

    // One blow at a time: the next waits until the last is over.
    private async Task<Task> StrikeAsync(Func<Task> strike, Func<Task> recover)
    {
        await _turn.WaitAsync();
        await strike();
        return RecoverAsync();

        async Task RecoverAsync()
        {
            try
            {
                await recover();
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
