using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// A run's store in a folder of a local disk or of a network file system with locks (NFS 4). Blobs are files of the
/// same path. Every write goes to a temporary file and takes its name in one step, under a lock that holds across
/// processes; so a condition that was checked still holds when the write counts. A blob's version is its content's
/// SHA-256: content that comes back has its old version, which a document with a generation, such as the run's state,
/// never does.
/// </summary>
public sealed class FolderBlobStore : IBlobStore, IBlobLeases
{
    /// <summary>The lock's file in the folder. It is never removed while the folder holds a run.</summary>
    public const string LockName = "~lock";

    private const long MaximumReadByteCount = 64L << 20;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    private readonly string _root;
    private readonly TimeProvider _clock;
    private readonly FileSteps _steps;
    private readonly TimeSpan _lockPatience;
    private readonly VerifiedFiles _verified;

    internal FolderBlobStore(string folder, TimeProvider clock, FileSteps steps, TimeSpan lockPatience)
    {
        _root = Path.GetFullPath(folder);
        _clock = clock;
        _steps = steps;
        _lockPatience = lockPatience;
        _verified = new VerifiedFiles(clock);
        Location = new Uri(_root);
    }

    /// <summary>
    /// Opens the store in a folder, which is made where it is missing, and removes what processes that died left
    /// unfinished. A folder that can only be read can be opened, and read.
    /// </summary>
    /// <param name="folder">Belongs to one run alone.</param>
    /// <param name="clock">Tells which unfinished files are old; null for the system's.</param>
    /// <exception cref="Errors.RunFailedException">The folder is missing and cannot be made.</exception>
    public static FolderBlobStore Open(string folder, TimeProvider? clock = null)
    {
        var store = new FolderBlobStore(folder, clock ?? TimeProvider.System, FileSteps.Real, LockPatience);
        try
        {
            FileSteps.Real.CreateFolder(store._root);
            TemporaryFile.Sweep(store._root, store._clock.GetUtcNow());
            return store;
        }
        catch (Exception exception) when (WriteFailure.Find(exception, store._root) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public Uri Location { get; }

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(
        BlobPath path,
        Func<Stream, CancellationToken, Task> write,
        PutCondition condition,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        var target = FullPath(path);
        if (condition is PutCondition.Absent && File.Exists(target))
        {
            return new PutResult.ConditionNotMet(); // spares the writing; what counts is the check under the lock
        }

        try
        {
            _steps.CreateFolder(Path.GetDirectoryName(target)!); // it lies below the root
            using var file = TemporaryFile.Create(_steps, target);
            using var content = new HashingStream(file.Content);
            await write(content, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            file.Finish();
            return await PublishAsync(file, target, condition, cancellationToken)
                ? new PutResult.Written(new BlobReference(path, content.Length, content.Sha256), content.Sha256)
                : new PutResult.ConditionNotMet();
        }
        catch (Exception exception) when (WriteFailure.Find(exception, target) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public async Task<BlobContent?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        using var file = OpenBlob(FullPath(path));
        if (file is null)
        {
            return null;
        }

        if (file.Length > MaximumReadByteCount)
        {
            throw new InvalidDataException(
                $"{path} in {Location} has {file.Length} bytes, where a document of at most {MaximumReadByteCount} was "
                + "expected: remove it.");
        }

        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return new BlobContent(new BlobReference(path, bytes.Length, sha256), bytes, sha256);
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(BlobReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var target = FullPath(reference.Path);
        using var file = OpenBlob(target)
            ?? throw new InvalidDataException(
                $"{reference.Path} in {Location} is missing; restore it or start a new run.");
        var found = file.Length == reference.Length
            ? await _verified.HashAsync(file, cancellationToken)
            : "of another length";
        return found == reference.Sha256
            ? target
            : throw new InvalidDataException(
                $"{reference.Path} in {Location} has {file.Length} bytes and SHA-256 {found}, expected "
                + $"{reference.Length} bytes and {reference.Sha256}; the file was changed: restore it or start "
                + "a new run.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobPath> ListAsync(
        BlobPath folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask; // a folder is listed at once; other stores ask page by page
        foreach (var path in PathsBelow(FullPath(folder)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return path;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(BlobPath path, CancellationToken cancellationToken)
    {
        var target = FullPath(path);
        if (!File.Exists(target))
        {
            return;
        }

        try
        {
            using var held = await LockAsync(cancellationToken);
            _steps.Delete(target);
            _verified.Forget(target);
        }
        catch (Exception exception) when (WriteFailure.Find(exception, target) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken) =>
        Task.FromResult<IBlobLease?>(FolderLease.TryTake(_steps, $"{FullPath(path)}{LockName}"));

    private async Task<bool> PublishAsync(
        TemporaryFile file, string target, PutCondition condition, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        if (!await HoldsAsync(condition, target, cancellationToken))
        {
            return false;
        }

        file.Publish();
        return true;
    }

    private async Task<bool> HoldsAsync(
        PutCondition condition, string target, CancellationToken cancellationToken)
    {
        if (condition is PutCondition.Unconditional)
        {
            return true;
        }

        using var existing = OpenBlob(target);
        return condition is PutCondition.Version version
            ? existing is not null && await _verified.HashAsync(existing, cancellationToken) == version.Expected
            : existing is null;
    }

    private Task<FileLock> LockAsync(CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(Path.Combine(_root, LockName), _lockPatience, _clock, cancellationToken);

    private IEnumerable<BlobPath> PathsBelow(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };

        // Temporary files and the lock have names that no blob can have.
        return Directory.EnumerateFiles(folder, "*", options)
            .Select(file => new BlobPath(Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(BlobPathRules.IsValid)
            .OrderBy(path => path.Value, StringComparer.Ordinal);
    }

    private string FullPath(BlobPath path)
    {
        BlobPathRules.Require(path);
        return Path.Combine(_root, path.Value.Replace('/', Path.DirectorySeparatorChar));
    }

    private static FileStream? OpenBlob(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
                FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // removed a moment ago
        }
    }
}
