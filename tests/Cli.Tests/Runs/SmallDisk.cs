using System.Diagnostics;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>A file system in memory with little space, where the machine lets one be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

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

    /// <summary>Leaves no block free.</summary>
    public void Fill()
    {
        try
        {
            using var file = File.Create(Path.Combine(_path, "ballast"));
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

    /// <summary>Makes it larger; what it holds stays.</summary>
    public void Grow(int kilobytes) => Assert.True(Run("mount", "-o", $"remount,size={kilobytes}k", _path));

    // Not lazily: a run that has ended holds no file open, and this would show one.
    public void Dispose() => Assert.True(Run("umount", _path));

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }
}
