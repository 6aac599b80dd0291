using FedK8s.Core.Errors;

namespace FedK8s.Core.Files;

/// <summary>
/// Held by one process, and one task in it, at a time: an exclusive lock on an empty file, which the system gives back
/// when its holder dies. The file itself stays, because removing it would let two holders in.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int TryAgainLinux = 11;
    private const int TryAgainMac = 35;
    private const int SharingViolationWindows = 32;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(8);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock, at most <paramref name="patience"/> long.</summary>
    /// <exception cref="RunFailedException">Another process holds it for longer than that.</exception>
    public static async Task<FileLock> AcquireAsync(
        string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait < LongestWait ? wait * 2 : LongestWait)
        {
            if (TryAcquire(path) is { } acquired)
            {
                return acquired;
            }

            if (clock.GetElapsedTime(start) >= patience)
            {
                throw new RunFailedException(ExitCodes.StateConflict,
                    $"{path}: another process has held this lock for {patience.TotalSeconds:0} s; end that process and "
                    + "run again.");
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <summary>The lock, or null where another process or task holds it.</summary>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (IsHeld(exception.HResult))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsHeld(int result) => OperatingSystem.IsWindows()
        ? (result & 0xFFFF) == SharingViolationWindows
        : result == (OperatingSystem.IsMacOS() ? TryAgainMac : TryAgainLinux);
}
