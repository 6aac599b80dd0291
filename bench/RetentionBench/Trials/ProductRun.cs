using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Progress;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Services;

namespace FedK8s.RetentionBench.Trials;

/// <summary>A manifest, run as <c>fedk8s run</c> runs it: read, judged, and hosted in this process.</summary>
internal static class ProductRun
{
    /// <summary>Reads a manifest's text: the run, or why the product does not run it.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="folder">Where it is written for the reader.</param>
    public static (FederatedRun? Run, string? Refusal) Read(string text, string folder)
    {
        var path = Path.Combine(folder, "trial.yaml");
        Directory.CreateDirectory(folder);
        File.WriteAllText(path, text);
        var manifest = ManifestReader.Read(path);
        return manifest.Problems is [var problem, ..]
            ? (null, $"{problem.Path}: found {problem.Found}, wanted {problem.Wanted}")
            : (manifest.Run, null);
    }

    /// <summary>Runs it from its start to its end, one client after the other.</summary>
    /// <param name="run">What <see cref="Read"/> gave.</param>
    /// <param name="view">Hears what happens.</param>
    /// <param name="read">Sees the store after the run has ended; what it gives is returned.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="RunFailedException">The run failed.</exception>
    public static async Task<T> RunAsync<T>(
        FederatedRun run, IProgressView view, Func<RunStore, Task<T>> read, CancellationToken cancellationToken)
    {
        var store = LocalAddress.ToPath(run.Spec.Checkpoint.StorageUri, "/")!; // the reader made it an absolute file:// address
        await using var folder = await RunFolder.TakeAsync(store, run, isFresh: true, cancellationToken);
        var settings = new LocalSettings { Parallel = 1 };
        var (state, _) = await LocalHost.RunAsync(folder, settings, view, TimeProvider.System, cancellationToken);
        return state.Phase == RunPhase.Complete
            ? await read(folder.Store)
            : throw new RunFailedException(Failure.FromCode(state.Code, state.Message).Code, state.Message ?? "the run failed");
    }
}
