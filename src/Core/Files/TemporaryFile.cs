using System.Security.Cryptography;

namespace FedK8s.Core.Files;

/// <summary>
/// The unfinished form of a file, <c>NAME~DIGITS</c> beside its target: no blob can have such a name. It is locked
/// while it is written. Dispose removes it unless it was published.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const char Mark = '~';
    private const int DigitCount = 16;

    // An owner that lives holds the lock, except for the moments after creating and before renaming.
    private static readonly TimeSpan YoungestSwept = TimeSpan.FromMinutes(10);

    private readonly FileSteps _steps;
    private readonly string _target;
    private readonly string _path;
    private bool _isPublished;

    private TemporaryFile(FileSteps steps, string target)
    {
        _steps = steps;
        _target = target;
        _path = $"{target}{Mark}{RandomNumberGenerator.GetHexString(DigitCount, lowercase: true)}";
        Content = steps.Create(_path);
    }

    public Stream Content { get; }

    /// <summary>Opens a temporary file for <paramref name="target"/>, whose folder exists.</summary>
    public static TemporaryFile Create(FileSteps steps, string target) => new(steps, target);

    /// <summary>Brings the content to the device and closes it.</summary>
    public void Finish()
    {
        _steps.Sync(Content);
        Content.Dispose();
    }

    /// <summary>Gives the finished file its name.</summary>
    public void Publish()
    {
        _steps.Rename(_path, _target);
        _isPublished = true;
        _steps.SyncFolder(Path.GetDirectoryName(_target)!); // a file always has a folder
    }

    public void Dispose()
    {
        try
        {
            Content.Dispose(); // writes what is still buffered, which fails again where the disk is full
        }
        finally
        {
            if (!_isPublished)
            {
                _steps.Delete(_path);
            }
        }
    }

    /// <summary>
    /// Removes, in a folder and all below it, the temporary files of processes that died. What cannot be removed stays:
    /// nobody reads it.
    /// </summary>
    public static void Sweep(string folder, DateTimeOffset now)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var path in Directory.EnumerateFiles(folder, $"*{Mark}*", options))
        {
            if (IsTemporary(Path.GetFileName(path)) && now - File.GetLastWriteTimeUtc(path) >= YoungestSwept)
            {
                RemoveUnlessHeld(path);
            }
        }
    }

    // Locks have a mark in their names too, in front, and must stay.
    private static bool IsTemporary(string name)
    {
        var mark = name.LastIndexOf(Mark);
        return mark > 0 && name.Length - mark - 1 == DigitCount && name[(mark + 1)..].All(char.IsAsciiHexDigitLower);
    }

    private static void RemoveUnlessHeld(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Held by a process that lives, swept by another one a moment ago, or in a folder that is only ours to
            // read.
        }
    }
}
