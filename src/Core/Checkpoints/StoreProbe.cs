using System.Security.Cryptography;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>Measures how fast bytes come to a store and back, by a small blob and a larger one: what both take is not the bytes'.</summary>
internal static class StoreProbe
{
    private const int SmallByteCount = 64 << 10;
    private const int LargeByteCount = 1 << 20;

    /// <summary>Writes and reads a blob of 64 KiB, twice, and one of 1 MiB, and removes it.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="path">The blob's; nobody else's.</param>
    /// <param name="time">Measures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<TransferSpeed> MeasureAsync(
        IBlobStore blobs, BlobPath path, TimeProvider time, CancellationToken cancellationToken)
    {
        await TransferAsync(SmallByteCount); // what is done for the first request alone is not counted
        var (smallUp, smallDown) = await TransferAsync(SmallByteCount);
        var (largeUp, largeDown) = await TransferAsync(LargeByteCount);
        await blobs.DeleteAsync(path, cancellationToken);
        return new(SpeedOf(largeUp - smallUp), SpeedOf(largeDown - smallDown));

        async Task<(TimeSpan Up, TimeSpan Down)> TransferAsync(int byteCount)
        {
            var bytes = RandomNumberGenerator.GetBytes(byteCount); // nothing on the way can make them fewer
            var start = time.GetTimestamp();
            await blobs.PutAsync(
                path, async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation), PutCondition.Always, cancellationToken);
            var written = time.GetTimestamp();
            await blobs.ReadAsync(path, cancellationToken);
            return (time.GetElapsedTime(start, written), time.GetElapsedTime(written));
        }
    }

    private static double? SpeedOf(TimeSpan more) =>
        more > TimeSpan.Zero ? (LargeByteCount - SmallByteCount) / more.TotalSeconds : null;
}
