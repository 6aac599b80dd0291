using System.Collections.Concurrent;
using FedK8s.Contracts.Identity;

namespace FedK8s.Worker.Resumption;

/// <summary>The state of each client that this process plays, taken when it is first asked for and held until the end.</summary>
/// <param name="stateFolder">The worker's private volume; null: nothing is kept.</param>
/// <param name="run">The run.</param>
internal sealed class ClientStates(string? stateFolder, RunId run) : IDisposable
{
    private readonly ConcurrentDictionary<ClientId, Lazy<ClientState>> _held = new();

    /// <summary>A client's state; null where nothing is kept. A failure is tried again by the next call.</summary>
    /// <exception cref="Core.Errors.RunFailedException">As for <see cref="ClientState.Open"/>.</exception>
    public ClientState? Of(ClientId client)
    {
        return stateFolder is null ? null : _held.GetOrAdd(client, Open).Value;

        // Lazy: of two callers at once, one opens. Its failure must not be kept.
        Lazy<ClientState> Open(ClientId wanted) =>
            new(() => ClientState.Open(stateFolder, run, wanted), LazyThreadSafetyMode.PublicationOnly);
    }

    public void Dispose()
    {
        foreach (var state in _held.Values.Where(state => state.IsValueCreated))
        {
            state.Value.Dispose();
        }
    }
}
