using System.Diagnostics;

namespace FedK8s.Testing;

/// <summary>A file system in memory with little space, where the machine lets one be mounted.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    /// <summary>Mounts one, or returns null where that is not permitted.</summary>
    public static SmallDisk? Mount(string path, int kilobytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) ? new(path) : null;
    }

    /// <summary>Mounts one.</summary>
    /// <exception cref="InvalidOperationException">That is not permitted here.</exception>
    public static SmallDisk MountOrThrow(string path, int kilobytes) => Mount(path, kilobytes)
        ?? throw new InvalidOperationException($"{path}: this machine does not let a small disk be mounted.");

    /// <summary>Leaves no block free.</summary>
    public void Fill()
    {
        try
        {
            using var file = File.Create(Ballast);
            while (true)
            {
                file.Write(new byte[1024]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            return; // full
        }
    }

    /// <summary>Gives back what was filled.</summary>
    public void Clear() => File.Delete(Ballast);

    /// <summary>Makes it larger; what it holds stays.</summary>
    public void Grow(int kilobytes) => Require("mount", "-o", $"remount,size={kilobytes}k", _path);

    // Not lazily: a run that has ended holds no file open, and this would show one.
    public void Dispose() => Require("umount", _path);

    private static void Require(string program, params string[] arguments)
    {
        if (!Run(program, arguments))
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }
}
