using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Worker.Export;

/// <summary>A folder of several files that appears whole or not at all.</summary>
internal static class OutputFolder
{
    /// <exception cref="RunFailedException">FK9003: something is there already.</exception>
    public static void RequireFree(string folder)
    {
        var isFolder = Directory.Exists(folder);
        if (File.Exists(folder) || (isFolder && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new RunFailedException(
                ExitCodes.OutputNotWritable,
                $"{folder} is already there and not empty: remove it or name another folder.");
        }
    }

    /// <summary>Lets the folder be written under another name beside it, then gives it its own.</summary>
    /// <param name="folder">Must not exist, or be empty.</param>
    /// <param name="write">Writes into the folder that it is given and that is not there yet.</param>
    /// <exception cref="RunFailedException">
    /// FK9003 or FK9004: the folder is taken, cannot be written, or the disk is full.
    /// </exception>
    public static void Write(string folder, Action<string> write)
    {
        var partial = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "~fedk8s-partial"; // nobody else's name
        try
        {
            Delete(partial);
            write(partial);
            RequireFree(folder); // writing took a while, and what came meanwhile must not be deleted
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.Move(partial, folder);
        }
        catch (Exception exception) when (exception is not RunFailedException && WriteFailure.Find(exception, folder) is { } failure)
        {
            throw failure;
        }
        finally
        {
            Delete(partial); // there only where something failed
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
