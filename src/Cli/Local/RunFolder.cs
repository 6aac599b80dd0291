using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;

namespace FedK8s.Cli.Local;

/// <summary>
/// The folder that holds one run, held by this process alone. A run that ends before its first committed round takes back what
/// it wrote, so that bad input leaves nothing behind.
/// </summary>
internal sealed class RunFolder : IAsyncDisposable
{
    private readonly RunFolderFiles _files;
    private readonly FileStream _lock;
    private bool _isWithdrawn;

    private RunFolder(RunFolderFiles files, FileStream held, RunStore store, RunDocument document)
    {
        (_files, _lock, Store, Document) = (files, held, store, document);
    }

    public RunStore Store { get; }

    /// <summary>The run as its store holds it.</summary>
    public RunDocument Document { get; }

    /// <summary>Whether this process wrote the run's document.</summary>
    public bool IsNew { get; private init; }

    /// <summary>The state when this process took the run up; null for one without a commit.</summary>
    public RunState? State { get; private init; }

    /// <summary>Where messages of libraries go.</summary>
    public string LogPath => _files.LogPath;

    public string Path => _files.Path;

    /// <summary>Takes the folder for a run: a new one, or the one that it already holds.</summary>
    /// <param name="path">The folder; made where it is missing.</param>
    /// <param name="run">The manifest, with absolute addresses.</param>
    /// <param name="isFresh">Whether a run that the folder holds is removed first.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <exception cref="RunFailedException">
    /// The folder cannot be written, is held by another process, or holds another manifest's run.
    /// </exception>
    public static async Task<RunFolder> TakeAsync(
        string path, FederatedRun run, bool isFresh, CancellationToken cancellationToken)
    {
        var files = new RunFolderFiles(path);
        var held = files.Lock();
        try
        {
            return await OpenAsync(files, held, run, isFresh, cancellationToken);
        }
        catch
        {
            files.Release(held);
            throw;
        }
    }

    /// <summary>Takes back what a new run wrote; a run with a committed round stays as it is.</summary>
    /// <returns>Whether it was taken back.</returns>
    public async Task<bool> WithdrawAsync()
    {
        var state = await Store.FindStateAsync(CancellationToken.None);
        if (IsNew && state is null or { Value.Committed.Value: 0 })
        {
            _files.RemoveRun();
            _isWithdrawn = true;
        }

        return _isWithdrawn;
    }

    public ValueTask DisposeAsync()
    {
        if (_isWithdrawn)
        {
            _files.Release(_lock);
        }
        else
        {
            _lock.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<RunFolder> OpenAsync(
        RunFolderFiles files, FileStream held, FederatedRun run, bool isFresh, CancellationToken cancellationToken)
    {
        var store = new RunStore(FolderBlobStore.Open(files.Path));
        var document = new RunDocument { RunId = LocalRunId.Of(run), Run = run };
        var existing = await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken);
        if (isFresh && existing is not null)
        {
            files.RemoveRun();
            existing = null;
        }

        if (existing is null)
        {
            files.RequireNoRun();
            await WriteAsync(files, store, document, cancellationToken);
            return new(files, held, store, document) { IsNew = true };
        }

        RequireSame(files.Path, existing.Value, document);
        await RunSubmission.SubmitAsync(store, document, cancellationToken);
        return new(files, held, store, existing.Value) { State = await TakeUpAsync(store, cancellationToken) };
    }

    private static async Task WriteAsync(
        RunFolderFiles files, RunStore store, RunDocument document, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutOnceAsync(RunPaths.Run, document, cancellationToken);
        }
        catch
        {
            files.RemoveRun();
            throw;
        }
    }

    // A run that failed may be started again once its cause is mended; its committed rounds count.
    private static async Task<RunState?> TakeUpAsync(RunStore store, CancellationToken cancellationToken)
    {
        var stored = await store.FindStateAsync(cancellationToken);
        if (stored?.Value.Phase is not RunPhase.Complete)
        {
            await store.DeleteAsync(RunPaths.Activity, cancellationToken); // while no process had it, the run was not active
        }

        if (stored is not { Value: { Phase: RunPhase.Failed } failed })
        {
            return stored?.Value;
        }

        var again = failed with
        {
            Generation = failed.Generation + 1,
            Phase = RunPhase.Running,
            Code = null,
            Message = null,
        };
        return (await store.TryCommitAsync(stored, again, cancellationToken))?.Value ?? failed;
    }

    private static void RequireSame(string path, RunDocument found, RunDocument wanted)
    {
        var differences = SpecDifference.Between(found.Run.Spec, wanted.Run.Spec);
        if (differences.Count == 0 && found.RunId == wanted.RunId)
        {
            return;
        }

        var where = differences.Count == 0
            ? $"named {found.Run.Metadata.Name}"
            : $"with another {SpecDifference.Describe(differences)}";
        throw new RunFailedException(
            ExitCodes.RunFolderOfAnotherManifest,
            $"{path}: found a run {where}, wanted this manifest's or none; name another folder with --store, "
            + "or remove that run with --fresh");
    }
}
