namespace FedK8s.Bench.Harness;

/// <summary>Figures as they stand in tables.</summary>
internal static class Cell
{
    private const double MebiByte = 1 << 20;
    private const double Giga = 1e9;

    public static string Milliseconds(double seconds) => $"{seconds * 1000:F1} ms";

    public static string Seconds(double seconds) => $"{seconds:F2} s";

    public static string Mebibytes(double bytes) => $"{bytes / MebiByte:F0} MiB";

    public static string Rate(double bytes, double seconds) => $"{bytes / seconds / Giga:F2} GB/s";

    public static string Ratio(double ratio) => $"{ratio:F2}";

    /// <summary>Whether a ratio that should be large is.</summary>
    public static string AtLeast(double target, double found) =>
        found >= target ? $"at least {target}: reached" : $"at least {target}: not reached";

    /// <summary>Whether a ratio that should be small is.</summary>
    public static string AtMost(double target, double found) =>
        found <= target ? $"at most {target}: reached" : $"at most {target}: not reached";
}
