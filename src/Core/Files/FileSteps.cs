using System.Runtime.InteropServices;

namespace FedK8s.Core.Files;

/// <summary>
/// The steps of which every durable change of a folder is made. A process may die before, in or after each of them;
/// tests let it do so by deriving from this class.
/// </summary>
internal partial class FileSteps
{
    public static FileSteps Real { get; } = new();

    /// <summary>Makes a folder, and the ones above it, durably; it may be there already.</summary>
    public virtual void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(path);
        if (parent is not null)
        {
            SyncFolder(parent);
        }
    }

    /// <summary>A new file, open for nobody else; it can be written, and read again before it is published.</summary>
    public virtual Stream Create(string path) =>
        new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Brings what was written to the device.</summary>
    public virtual void Sync(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <summary>Replaces <paramref name="target"/> in one step.</summary>
    public virtual void Rename(string source, string target) => File.Move(source, target, overwrite: true);

    /// <summary>Removes a file; it need not be there.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Brings names made or removed in a folder to the device. Without it a renamed file may lose its name
    /// again when the machine, not just the process, goes down.</summary>
    public virtual void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // .NET opens no folders, hence libc. A file system that refuses to sync a folder has nothing better to offer.
        var descriptor = OpenPath(folder, flags: 0);
        if (descriptor >= 0)
        {
            _ = SyncDescriptor(descriptor);
            _ = CloseDescriptor(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
