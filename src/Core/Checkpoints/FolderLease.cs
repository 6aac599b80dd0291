using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints;

/// <summary>A lock of the file system, which nobody takes away while its holder lives.</summary>
internal sealed class FolderLease : IBlobLease
{
    private readonly FileLock _held;

    private FolderLease(FileLock held) => _held = held;

    public CancellationToken Lost => CancellationToken.None;

    /// <summary>The lease, or null where another process or task holds it.</summary>
    /// <param name="steps">Makes the lock's folder.</param>
    /// <param name="file">The lock's file; no blob has its name.</param>
    public static FolderLease? TryTake(FileSteps steps, string file)
    {
        try
        {
            steps.CreateFolder(Path.GetDirectoryName(file)!); // it lies below a store's root
            return FileLock.TryAcquire(file) is { } held ? new FolderLease(held) : null;
        }
        catch (Exception exception) when (WriteFailure.Find(exception, file) is { } failure)
        {
            throw failure;
        }
    }

    public ValueTask DisposeAsync()
    {
        _held.Dispose();
        return ValueTask.CompletedTask;
    }
}
