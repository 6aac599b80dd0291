using FedK8s.Core.Errors;

namespace FedK8s.Core.Files;

/// <summary>Recognises, by the operating system's number, the failures of a write that have an exit code.</summary>
public static class WriteFailure
{
    // errno of Linux and macOS, then Win32 error numbers. "Exists" is a file that stands where a folder was wanted.
    private const int NoSpaceUnix = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int ReadOnlyUnix = 30;
    private const int ExistsUnix = 17;
    private const int HandleDiskFullWindows = 39;
    private const int DiskFullWindows = 112;
    private const int WriteProtectWindows = 19;

    /// <summary>The coded error for a failed write, or null when the failure is of another kind.</summary>
    /// <param name="exception">What the write threw.</param>
    /// <param name="path">What was being written.</param>
    public static RunFailedException? Find(Exception exception, string path) => exception switch
    {
        IOException when IsDiskFull(exception.HResult) => new(ExitCodes.DiskFull,
            $"{path}: no space left on the device; nothing was half-written: free space and run again.", exception),
        // The last is how some of the kernel's own file systems refuse a new file or folder.
        UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => NotWritable(path, exception),
        IOException when IsReadOnly(exception.HResult) => NotWritable(path, exception),
        _ => null,
    };

    private static RunFailedException NotWritable(string path, Exception exception) => new(ExitCodes.OutputNotWritable,
        $"{path}: cannot be written ({exception.Message.TrimEnd('.')}); name a folder that this user may write to.",
        exception);

    private static bool IsDiskFull(int result) => OperatingSystem.IsWindows()
        ? (result & 0xFFFF) is DiskFullWindows or HandleDiskFullWindows
        : result == NoSpaceUnix || result == (OperatingSystem.IsMacOS() ? QuotaMac : QuotaLinux);

    private static bool IsReadOnly(int result) => OperatingSystem.IsWindows()
        ? (result & 0xFFFF) == WriteProtectWindows
        : result is ReadOnlyUnix or ExistsUnix;
}
