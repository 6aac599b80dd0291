namespace FedK8s.Core.Checkpoints.Cache;

/// <summary>Where fetched blobs are kept on this machine, and how many.</summary>
/// <param name="Folder">Made where it is missing; several processes and runs may share it.</param>
/// <param name="MaximumByteCount">When the files exceed it, those used longest ago go. Each process that shares the folder may
/// exceed it by a sixty-fourth.</param>
public sealed record CacheSettings(string Folder, long MaximumByteCount = CacheSettings.DefaultByteCount)
{
    /// <summary>50 GiB.</summary>
    public const long DefaultByteCount = 50L << 30;

    /// <summary>
    /// However full the cache is, a file stays for ten minutes after it was last asked for: whoever asked must be able
    /// to open it. An open file may go; its bytes stay readable until it is closed.
    /// </summary>
    public TimeSpan KeptAtLeast { get; init; } = TimeSpan.FromMinutes(10);
}
