using System.Buffers;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>How bytes travel between this process and the blob service.</summary>
internal sealed record TransferSettings
{
    /// <summary>What everyone uses; tests take smaller blocks and shorter waits.</summary>
    public static TransferSettings Default { get; } = new();

    /// <summary>
    /// Bytes in one block of an upload and in one range of a download. The service takes 50,000 blocks for a blob, so
    /// that blobs of up to 390 GiB can be stored.
    /// </summary>
    public int BlockByteCount { get; init; } = 8 << 20;

    /// <summary>Blocks, or ranges, of one blob under way at a time, at least 1. An upload holds one block more than
    /// that in memory: the one being filled.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Bytes that each range of a download holds in memory.</summary>
    public int ReadByteCount { get; init; } = 128 << 10;

    /// <summary>How long the service may be silent before one request counts as lost.</summary>
    public TimeSpan AttemptPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From the first sending of a request (a block, a range, a document, a page of a list) to giving up; no new try
    /// begins after it. A transfer as a whole has none: it goes on as long as its blocks arrive.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait before the second sending; it doubles from there.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two sendings, unless the service asks for a longer one.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a lease lasts without being renewed: 15 to 60 s, the service's limits.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after one renewal the next is asked for.</summary>
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where the blocks' memory comes from: it keeps those of one upload. The shared pool would keep some for every thread that
    /// has ever given one back.
    /// </summary>
    public ArrayPool<byte> Pool { get; init; } = ArrayPool<byte>.Create(maxArrayLength: 8 << 20, maxArraysPerBucket: 5);
}
