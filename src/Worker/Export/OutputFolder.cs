using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Worker.Export;

/// <summary>A folder for other programs, which appears whole or not at all.</summary>
internal static class OutputFolder
{
    /// <exception cref="RunFailedException">FK9003: there is something already.</exception>
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

    /// <summary>Has a folder beside the wanted one filled, and then renames it.</summary>
    /// <exception cref="RunFailedException">FK9003, FK9004: it is taken or cannot be written.</exception>
    public static void Write(string folder, Action<string> fill)
    {
        var partial = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "~fedk8s-partial"; // nobody else's name
        try
        {
            Remove(partial);
            fill(partial);
            RequireFree(folder); // writing took a while, and what came meanwhile must not be deleted
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.Move(partial, folder);
        }
        catch (Exception exception) when (WriteFailure.Find(exception, folder) is { } failure)
        {
            throw failure;
        }
        finally
        {
            Remove(partial); // there only where something failed
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
