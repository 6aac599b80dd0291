using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

public sealed class StoreProbeTests : IDisposable
{
    private static readonly BlobPath Path = new("probes/site-a");

    private readonly MemoryBlobStore _blobs = new();
    private readonly LeapingTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task The_speed_is_that_of_the_bytes_without_the_time_that_every_request_takes()
    {
        var speed = await MeasureAsync(upload: 1e6, download: 4e6, request: TimeSpan.FromSeconds(3));

        Assert.Equal(1e6, speed.UploadBytesPerSecond!.Value, 1.0); // ticks are 1e-7 s
        Assert.Equal(4e6, speed.DownloadBytesPerSecond!.Value, 8.0);
    }

    [Fact]
    public async Task Where_more_bytes_take_no_longer_nothing_limits_them() =>
        Assert.Equal(default, await MeasureAsync(double.PositiveInfinity, double.PositiveInfinity, TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task Nothing_is_left_in_the_store()
    {
        await MeasureAsync(1e6, 1e6, TimeSpan.Zero);

        Assert.Empty(_blobs.Paths);
    }

    private Task<TransferSpeed> MeasureAsync(double upload, double download, TimeSpan request) =>
        new RunStore(new SlowBlobStore(_blobs, _time, upload, download, request)).MeasureSpeedAsync(Path, _time, Cancellation);
}
