using System.Collections.Concurrent;
using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// The SHA-256 of files, each hashed once while it stays as it is: a checkpoint is fetched by every client of a process and for
/// every round that starts from it. A file counts as unchanged while its length and the time of its last write do.
/// </summary>
internal sealed class VerifiedFiles(TimeProvider clock)
{
    // Two writes within one tick of the file system's clock leave the same time: what was written a moment ago is not
    // remembered.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The SHA-256 of an open file, 64 lower-case hexadecimal digits.</summary>
    /// <param name="file">Its content is read from the start; its position is not used.</param>
    /// <param name="cancellationToken">Looked at once a MiB.</param>
    public async Task<string> HashAsync(FileStream file, CancellationToken cancellationToken)
    {
        var (length, writtenAt) = (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        if (_known.TryGetValue(file.Name, out var known) && known.Length == length && known.WrittenAt == writtenAt)
        {
            return known.Sha256;
        }

        var isSettled = clock.GetUtcNow() - writtenAt >= SettlingTime;
        var sha256 = await FileHash.OfAsync(file.SafeFileHandle, cancellationToken);
        if (isSettled)
        {
            _known[file.Name] = new(length, writtenAt, sha256);
        }

        return sha256;
    }

    /// <summary>A file of that name is no longer there, or another one is.</summary>
    public void Forget(string path) => _known.TryRemove(path, out _);

    private readonly record struct Known(long Length, DateTime WrittenAt, string Sha256);
}
