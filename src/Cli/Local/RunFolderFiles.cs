using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Local;

/// <summary>The names in a run's folder: what a run writes there, and so all that may ever be removed there.</summary>
internal sealed class RunFolderFiles(string path)
{
    // Names with a tilde are never a blob's.
    private const string LockName = "~run";

    private readonly List<string> _made = [];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string LogPath => At("run.log");

    private static string[] Folders =>
    [
        RunPaths.Clients.Value, RunPaths.Evaluations.Value, RunPaths.TestSplits.Value, RunPaths.Checkpoints.Value,
        RunPaths.Rounds.Value, System.IO.Path.GetDirectoryName(RunPaths.AggregatorLease.Value)!, // it is not at the root
    ];

    /// <summary>Takes the folder for this process; the operating system gives it free when the process ends, however it ends.</summary>
    /// <exception cref="RunFailedException">It cannot be written, or another process has it.</exception>
    public FileStream Lock()
    {
        try
        {
            MakeFolder();
            return new FileStream(At(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (WriteFailure.Find(exception, Path) is { } failure)
        {
            RemoveMadeFolders();
            throw failure;
        }
        catch (IOException exception) when (File.Exists(At(LockName)))
        {
            throw new RunFailedException(
                ExitCodes.StateConflict,
                $"{Path}: found another fedk8s run at work here, wanted a folder of its own; wait for it or name another with --store",
                exception);
        }
    }

    /// <summary>Gives the folder free, and removes the traces of having held it where it holds no run.</summary>
    public void Release(FileStream held)
    {
        if (!File.Exists(At(RunPaths.Run.Value)))
        {
            File.Delete(At(LockName)); // before the lock is given up: nobody else can hold it yet
            File.Delete(At(FolderBlobStore.LockName));
            RemoveMadeFolders();
        }

        held.Dispose();
    }

    /// <exception cref="RunFailedException">There are files here that a run would write, and no run that they belong to.</exception>
    public void RequireNoRun()
    {
        var inTheWay = Folders.Append(RunPaths.State.Value).FirstOrDefault(name => System.IO.Path.Exists(At(name)));
        if (inTheWay is not null)
        {
            throw new RunFailedException(
                ExitCodes.RunFolderOfAnotherManifest,
                $"{Path}: found {inTheWay} but no {RunPaths.Run}, wanted an empty folder or a whole run; name another folder with --store");
        }
    }

    /// <summary>Removes the run; its document goes last, so that a removal that was cut short can be done again.</summary>
    /// <exception cref="RunFailedException">FK9003: something may not be removed.</exception>
    public void RemoveRun()
    {
        try
        {
            File.Delete(At(RunPaths.State.Value)); // first: without it nothing else counts
            File.Delete(At(RunPaths.Activity.Value));
            foreach (var folder in Folders.Select(At).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            File.Delete(LogPath);
            File.Delete(At(RunPaths.Run.Value));
        }
        catch (Exception exception) when (WriteFailure.Find(exception, Path) is { } failure)
        {
            throw failure;
        }
    }

    private void MakeFolder()
    {
        for (var folder = Path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            _made.Add(folder);
        }

        Directory.CreateDirectory(Path);
    }

    // Innermost first; a folder that someone has put something into stays.
    private void RemoveMadeFolders()
    {
        foreach (var folder in _made.Where(Directory.Exists))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return;
            }

            Directory.Delete(folder);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
