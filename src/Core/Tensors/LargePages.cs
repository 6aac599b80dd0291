using System.Runtime.InteropServices;

namespace FedK8s.Core.Tensors;

/// <summary>
/// Asks the system for large pages where tensors are to be written for the first time: a page of 2 MiB costs one fault
/// instead of 512, and those are most of the time of loading a model. A wish, never an error.
/// </summary>
public static partial class LargePages
{
    private const long PageByteCount = 2 << 20;
    private const int UseLargePages = 14; // MADV_HUGEPAGE of Linux
    private const int JoinPages = 25;     // MADV_COLLAPSE of Linux 6.1 and later

    /// <summary>Asks for the pages on which the memory lies; whatever else lies on them stays as it is.</summary>
    /// <param name="memory">Shorter than a large page: nothing is asked.</param>
    public static unsafe void Ask(ReadOnlySpan<byte> memory)
    {
        if (!OperatingSystem.IsLinux() || memory.Length < PageByteCount)
        {
            return;
        }

        fixed (byte* first = memory)
        {
            var start = (long)first / PageByteCount * PageByteCount;
            var end = ((long)first + memory.Length + PageByteCount - 1) / PageByteCount * PageByteCount;
            _ = Advise((nint)start, (nuint)(end - start), UseLargePages);

            // The allocator's own words before each tensor have already taken a small page, and a large page whose place holds
            // a small one is never given by itself.
            _ = Advise((nint)start, (nuint)(end - start), JoinPages);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
