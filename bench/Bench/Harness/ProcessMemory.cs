using System.Globalization;
using System.Runtime.InteropServices;

namespace FedK8s.Bench.Harness;

/// <summary>What this process has resident, as the system counts it.</summary>
internal static partial class ProcessMemory
{
    private const string ResetPeak = "5"; // proc(5), clear_refs
    private const int MmapThreshold = -3;
    private const int OneMebibyte = 1 << 20;

    /// <summary>Now (VmRSS).</summary>
    public static long ResidentBytes => Read("VmRSS");

    /// <summary>The most since the start, or since <see cref="ForgetPeak"/> (VmHWM).</summary>
    public static long PeakBytes => Read("VmHWM");

    /// <summary>Gives memory back that was freed and that the C library still holds.</summary>
    public static void Trim() => _ = Trim(0);

    /// <summary>Lets the peak begin anew at what is resident now.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", ResetPeak);

    /// <summary>
    /// From now on whatever is of 1 MiB or more comes from the system and goes back to it once it is freed: what is resident is then
    /// what is in use, for the price of much time.
    /// </summary>
    public static void KeepNothingFreed() => _ = SetOption(MmapThreshold, OneMebibyte);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);

    private static long Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith($"{field}:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
