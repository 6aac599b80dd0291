using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace FedK8s.Core.Checkpoints.Cache;

/// <summary>
/// Fetched blobs as local files named by their SHA-256, so that nothing is downloaded twice. A file appears under its
/// name only when it is complete and its hash was checked; one that was changed since is checked again. Any number of
/// processes may use the folder at once.
/// </summary>
internal sealed class FileCache(CacheSettings settings, TimeProvider clock)
{
    private const string LockName = "~lock";
    private const int GateCount = 64;

    // Bits that flipped on the way are right the next time; bits that flipped in the store never are.
    private const int DownloadCount = 3;

    // Looking at every file takes the longer the more there are, so it waits until this part of the maximum was added.
    private const int UnseenPart = 64;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    // So that of several tasks that want one blob one downloads it.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, GateCount).Select(_ => new SemaphoreSlim(1))];

    private readonly Lock _look = new();
    private DateTimeOffset? _lookedAt;
    private long _unseenByteCount;

    /// <summary>The local file with these bytes, downloaded where it is not there.</summary>
    /// <param name="reference">What the bytes must be.</param>
    /// <param name="download">Fills the file; called again where the bytes turn out to be wrong.</param>
    /// <param name="cancellationToken">Stops; nothing is then in the cache.</param>
    /// <exception cref="InvalidDataException">The bytes are wrong however often they are fetched.</exception>
    /// <exception cref="RunFailedException">The folder is full or cannot be written.</exception>
    public async Task<string> FetchAsync(
        BlobReference reference,
        Func<SafeFileHandle, CancellationToken, Task> download,
        CancellationToken cancellationToken)
    {
        var target = PathOf(reference);
        var gate = _gates[Convert.ToInt32(reference.Sha256[..2], 16) % GateCount];
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!await IsThereAsync(target, reference, cancellationToken))
            {
                await AddAsync(target, reference, download, cancellationToken);
            }

            return target;
        }
        catch (Exception exception) when (WriteFailure.Find(exception, settings.Folder) is { } failure)
        {
            throw failure;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> IsThereAsync(string target, BlobReference reference, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(target) || !await IsIntactAsync(target, reference, cancellationToken))
            {
                return false;
            }

            using var held = await LockAsync(cancellationToken);
            File.SetLastAccessTimeUtc(target, clock.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false; // another process made room a moment ago
        }
    }

    private static async Task<bool> IsIntactAsync(
        string target, BlobReference reference, CancellationToken cancellationToken)
    {
        var file = new FileInfo(target);
        if (file.Length != reference.Length)
        {
            return false;
        }

        if (file.LastWriteTimeUtc == MarkOf(reference.Sha256))
        {
            return true;
        }

        using (var handle = File.OpenHandle(target))
        {
            if (await FileHash.OfAsync(handle, cancellationToken) != reference.Sha256)
            {
                return false;
            }
        }

        File.SetLastWriteTimeUtc(target, MarkOf(reference.Sha256));
        return true;
    }

    private async Task AddAsync(
        string target,
        BlobReference reference,
        Func<SafeFileHandle, CancellationToken, Task> download,
        CancellationToken cancellationToken)
    {
        FileSteps.Real.CreateFolder(Path.GetDirectoryName(target)!); // it lies below the cache's folder
        using (var file = TemporaryFile.Create(FileSteps.Real, target))
        {
            var handle = ((FileStream)file.Content).SafeFileHandle; // the real steps make no other stream
            await DownloadAsync(handle, reference, download, cancellationToken);
            File.SetLastAccessTimeUtc(handle, clock.GetUtcNow().UtcDateTime);
            file.Finish();
            file.Publish();
        }

        // Not before it has its name: an unfinished file that looks old would be swept. A process that dies here leaves
        // one that is checked again.
        File.SetLastWriteTimeUtc(target, MarkOf(reference.Sha256));
        if (IsLookDue(reference.Length))
        {
            await MakeRoomAsync(cancellationToken);
        }
    }

    private bool IsLookDue(long addedByteCount)
    {
        lock (_look)
        {
            _unseenByteCount += addedByteCount;
            var now = clock.GetUtcNow();
            if (_lookedAt is { } looked && looked <= now && now - looked < settings.KeptAtLeast
                && _unseenByteCount < settings.MaximumByteCount / UnseenPart)
            {
                return false;
            }

            (_lookedAt, _unseenByteCount) = (now, 0);
            return true;
        }
    }

    private static async Task DownloadAsync(
        SafeFileHandle file,
        BlobReference reference,
        Func<SafeFileHandle, CancellationToken, Task> download,
        CancellationToken cancellationToken)
    {
        var found = "";
        for (var time = 0; time < DownloadCount; time++)
        {
            await download(file, cancellationToken);
            found = await FileHash.OfAsync(file, cancellationToken);
            if (found == reference.Sha256 && RandomAccess.GetLength(file) == reference.Length)
            {
                return;
            }
        }

        throw new InvalidDataException(
            $"{reference.Path} was fetched {DownloadCount} times and has SHA-256 {found}, expected {reference.Sha256} "
            + $"and {reference.Length} bytes; the blob was changed: restore it or start a new run.");
    }

    // A file that was just asked for is never removed, because asking and removing take the same lock.
    private async Task MakeRoomAsync(CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var now = clock.GetUtcNow();
        TemporaryFile.Sweep(settings.Folder, now);
        var files = new DirectoryInfo(settings.Folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => BlobHash.IsValid(file.Name))
            .OrderBy(file => file.LastAccessTimeUtc)
            .ToList();
        var excess = files.Sum(file => file.Length) - settings.MaximumByteCount;
        foreach (var file in files.TakeWhile(file => now - file.LastAccessTimeUtc >= settings.KeptAtLeast))
        {
            if (excess <= 0)
            {
                return;
            }

            excess -= file.Length;
            file.Delete();
        }
    }

    private Task<FileLock> LockAsync(CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(Path.Combine(settings.Folder, LockName), LockPatience, clock, cancellationToken);

    // The hash comes from another party's manifest, and becomes a file's name.
    private string PathOf(BlobReference reference) => BlobHash.IsValid(reference.Sha256) && reference.Length >= 0
        ? Path.Combine(Path.GetFullPath(settings.Folder), reference.Sha256[..2], reference.Sha256)
        : throw new InvalidDataException(
            $"{reference.Path} is to have {reference.Length} bytes and SHA-256 '{PrintableText.Of(reference.Sha256 ?? "")}', "
            + "wanted a length and 64 lower-case hexadecimal digits: refuse whoever sent it.");

    // A checked file carries a time of last change that its hash tells (an even second, which every file system can
    // keep). Whatever writes to it afterwards leaves another.
    private static DateTime MarkOf(string sha256) =>
        new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(2 * Convert.ToInt32(sha256[..7], 16));
}
