using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Worker.Resumption;

/// <summary>
/// The home of what one client keeps to itself: a folder on its worker's own volume, held by one process at a time. Nothing
/// in it is ever sent to anyone.
/// </summary>
internal sealed class ClientState : IDisposable
{
    private const string LockName = "~lock";

    private readonly FileLock _held;

    private ClientState(string folder, FileLock held) => (Folder, _held) = (folder, held);

    /// <summary>The client's folder: <c>STATE/RUN/CLIENT</c>.</summary>
    public string Folder { get; }

    /// <summary>Where the steps of the round it is at are saved; may be missing, and may be removed at any time.</summary>
    public string LocalTraining => Path.Combine(Folder, "local-training");

    /// <summary>Takes the folder of a client, made where it is missing, until it is disposed or the process ends.</summary>
    /// <param name="stateFolder">The worker's private volume.</param>
    /// <param name="run">The run.</param>
    /// <param name="client">The client.</param>
    /// <exception cref="RunFailedException">
    /// Another process has it (FK3008), or it cannot be written (FK9003, FK9004).
    /// </exception>
    /// <exception cref="InvalidDataException">A name is none that a folder may have.</exception>
    public static ClientState Open(string stateFolder, RunId run, ClientId client)
    {
        BlobPathRules.Require(new BlobPath(run.Value) / client.Value);
        var folder = Path.Combine(Path.GetFullPath(stateFolder), run.Value, client.Value);
        try
        {
            Directory.CreateDirectory(folder);
            return FileLock.TryAcquire(Path.Combine(folder, LockName)) is { } held
                ? new(folder, held)
                : throw new RunFailedException(
                    ExitCodes.ClientStateInUse,
                    $"{folder}: found another worker that plays client {client} here, wanted this one alone; end it, or let each play "
                    + "clients of its own.");
        }
        catch (Exception exception) when (WriteFailure.Find(exception, folder) is { } failure)
        {
            throw failure;
        }
    }

    public void Dispose() => _held.Dispose();
}
