namespace FedK8s.Core.Files;

/// <summary>
/// Files that are complete or not there. The content goes to a temporary file beside the target, then to the device,
/// then takes the target's name in one step. A failure removes the temporary file; only a process that dies leaves one
/// behind, and <see cref="TemporaryFile.Sweep"/> finds it.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing an old one of that name. Its folder is created where it is missing.</summary>
    /// <exception cref="Errors.RunFailedException">The device is full, or the folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        try
        {
            FileSteps.Real.CreateFolder(Path.GetDirectoryName(target)!); // a file always has a folder
            using var file = TemporaryFile.Create(FileSteps.Real, target);
            write(file.Content);
            file.Finish();
            file.Publish();
        }
        catch (Exception exception) when (WriteFailure.Find(exception, target) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Writes a file of these bytes, replacing an old one of that name.</summary>
    /// <exception cref="Errors.RunFailedException">The device is full, or the folder cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content) =>
        Write(path, stream => stream.Write(content.Span));
}
