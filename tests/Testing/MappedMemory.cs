using System.Globalization;

namespace FedK8s.Testing;

/// <summary>How much of a file this process has in its memory through maps.</summary>
public static class MappedMemory
{
    private const string Table = "/proc/self/smaps";
    private const string Resident = "Rss:";
    private const int KibiByte = 1024;

    /// <summary>Why tests that need it are skipped.</summary>
    public const string Missing = "The system has no /proc/self/smaps.";

    /// <summary>Whether the system tells.</summary>
    public static bool IsKnown => File.Exists(Table);

    /// <summary>Bytes of the file's pages that count as memory of this process.</summary>
    /// <param name="path">As it was opened, without symbolic links.</param>
    public static long Of(string path)
    {
        var (isOfFile, byteCount) = (false, 0L);
        foreach (var line in File.ReadLines(Table))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                isOfFile = line.EndsWith($" {path}", StringComparison.Ordinal); // "7f12-7f34 r--s 0000 fe:00 1234   PATH"
            }
            else if (isOfFile && words[0] == Resident)
            {
                byteCount += long.Parse(words[1], CultureInfo.InvariantCulture) * KibiByte;
            }
        }

        return byteCount;
    }
}
