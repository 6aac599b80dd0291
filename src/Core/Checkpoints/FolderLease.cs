using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints;

/// <summary>A lock of the file system, which nobody takes away while its holder lives.</summary>
internal sealed class FolderLease(FileLock held) : IBlobLease
{
    public CancellationToken Lost => CancellationToken.None;

    public ValueTask DisposeAsync()
    {
        held.Dispose();
        return ValueTask.CompletedTask;
    }
}
