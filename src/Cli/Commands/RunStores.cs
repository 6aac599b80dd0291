using FedK8s.Cli.Manifests;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Commands;

/// <summary>Finds the store of a run that a command only reads.</summary>
/// <param name="find">The value of a variable of the environment, which has the credentials of a blob service.</param>
internal sealed class RunStores(Func<string, string?> find)
{
    /// <param name="target">A run's folder or the address of its store, or its manifest.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="RunFailedException">There is no run.</exception>
    public async Task<RunStore> OpenAsync(string target, CancellationToken cancellationToken)
    {
        var address = IsAddress(target) ? target : Directory.Exists(target) ? FileAddress.Of(Path.GetFullPath(target)) : AddressOf(target);
        if (FileAddress.FindPath(address) is { } folder && !File.Exists(Path.Combine(folder, RunPaths.Run.Value)))
        {
            throw NoRun(folder); // opening would make the folder
        }

        var store = new RunStore(BlobStores.Open(address, find));
        return await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken) is null ? throw NoRun(address) : store;
    }

    private static RunFailedException NoRun(string place) => new(
        ExitCodes.FileNotFound,
        $"{place}: found no run, wanted the store of one; start it with fedk8s run or fedk8s submit, or name the store that it was given");

    private static bool IsAddress(string target) => target.Contains("://", StringComparison.Ordinal);

    private static string AddressOf(string file)
    {
        var manifest = ManifestReader.Read(file);
        return manifest.Run is { Spec.Checkpoint.StorageUri: var address } && IsAddress(address)
            ? address
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"{file}: found no spec.checkpoint.storageUri that is an address, wanted one; see fedk8s validate {file}");
    }
}
