using System.Runtime.InteropServices;

namespace FedK8s.Bench.Safetensors;

/// <summary>Forgets what the system remembers of a file, so that the next read comes from the device.</summary>
internal static partial class PageCache
{
    private const int DoNotNeed = 4; // POSIX_FADV_DONTNEED on Linux

    public static void Forget(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file); // pages that are not on the device yet cannot be forgotten
        _ = Advise(file, 0, 0, DoNotNeed);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);
}
