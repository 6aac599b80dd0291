namespace FedK8s.Testing;

/// <summary>An empty folder of one test's own, deleted with everything in it when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("fedk8s-test-").FullName;

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

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var folder in Directory.EnumerateDirectories(Path, "*", options).Prepend(Path))
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.UserRead);
        }
    }
}
