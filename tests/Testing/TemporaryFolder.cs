namespace FedK8s.Testing;

/// <summary>An empty folder of one test's own, deleted with everything in it when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string MemoryFileSystem = "/dev/shm";

    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("fedk8s-test-").FullName;

    private TemporaryFolder(string path) => Path = Directory.CreateDirectory(path).FullName;

    /// <summary>A folder in memory where the system has such a place: for tests that write many thousand small
    /// files.</summary>
    public static TemporaryFolder InMemory() => Directory.Exists(MemoryFileSystem)
        ? new TemporaryFolder(System.IO.Path.Combine(MemoryFileSystem, $"fedk8s-test-{Guid.NewGuid():N}"))
        : new TemporaryFolder();

    /// <summary>The folder's absolute path; it exists.</summary>
    public string Path { get; }

    /// <summary>The absolute path of a file or folder inside; nothing is created.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        MakeWritable();
        Directory.Delete(Path, recursive: true);
    }

    // A test may have left a folder read-only, and the entries of such a folder cannot be deleted.
    private void MakeWritable()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", options).Prepend(Path))
        {
            const UnixFileMode everything = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | everything);
        }
    }
}
