using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Settings of the C library, of OpenMP and of OpenBLAS that must stand before libtorch is loaded, and that
/// decide a factor of 2 to 35 in speed. What the user set in the environment is left alone. They go through setenv:
/// Environment.SetEnvironmentVariable does not reach native code on Linux.</summary>
internal static partial class ProcessSettings
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int OneGibibyte = 1 << 30;

    private static readonly string[] SkylakeFlags = ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"];

    [ModuleInitializer]
    internal static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        // Freed tensors stay with the process: else each step asks the kernel for the same pages again.
        _ = mallopt(TrimThreshold, OneGibibyte);
        _ = mallopt(MmapThreshold, OneGibibyte);
        // One thread per training thread: two pools of spinning workers beside other load are 35 times slower.
        SetUnlessSet("OMP_NUM_THREADS", "1");
        SetUnlessSet("OPENBLAS_NUM_THREADS", "1");
        // OpenBLAS before 0.3.30 takes unknown AVX-512 processors for Haswell and uses half of each register.
        if (HasSkylakeFlags())
        {
            SetUnlessSet("OPENBLAS_CORETYPE", "SkylakeX");
        }
    }

    private static void SetUnlessSet(string name, string value) => _ = setenv(name, value, overwrite: 0);

    private static bool HasSkylakeFlags()
    {
        try
        {
            var line = File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
            var flags = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            return SkylakeFlags.All(flags.Contains);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
