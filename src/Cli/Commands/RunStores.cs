using FedK8s.Cli.Manifests;
using FedK8s.Cli.Reporting;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Commands;

/// <summary>Finds the store of a run that a command only reads.</summary>
internal static class RunStores
{
    /// <param name="target">A run's folder, or its manifest.</param>
    /// <exception cref="RunFailedException">There is no run.</exception>
    public static RunStore Open(string target)
    {
        var folder = Directory.Exists(target) ? Path.GetFullPath(target) : FolderOf(target);
        return File.Exists(Path.Combine(folder, RunPaths.Run.Value))
            ? new(FolderBlobStore.Open(folder))
            : throw NoRun(folder);
    }

    public static RunFailedException NoRun(string folder) => new(
        ExitCodes.FileNotFound,
        $"{folder}: found no run, wanted the folder of one; start it with fedk8s run, or name the folder it was given with --store");

    private static string FolderOf(string file)
    {
        var manifest = ManifestReader.Read(file);
        return manifest.Run is { } run && LocalAddress.ToPath(run.Spec.Checkpoint.StorageUri, "/") is { } folder
            ? folder
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"{file}: found no spec.checkpoint.storageUri that is a file:// address, wanted one; see fedk8s validate {file}");
    }
}
