using System.Globalization;

namespace FedK8s.RetentionBench.Trials;

/// <summary>How much memory this process has had at most.</summary>
internal static class ProcessMemory
{
    private const string Field = "VmHWM:";

    /// <summary>Bytes resident at the peak; 0 where the system does not say.</summary>
    public static long Peak()
    {
        const string path = "/proc/self/status";
        var line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal))
            : null;
        var kilobytes = line?[Field.Length..].Replace("kB", "", StringComparison.Ordinal) ?? "0";
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
