using MassTransit;

namespace FedK8s.Core.Messaging;

/// <summary>An endpoint that takes messages until this is disposed.</summary>
public sealed class EndpointConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HostReceiveEndpointHandle _handle;
    private readonly TimeProvider _clock;

    internal EndpointConnection(HostReceiveEndpointHandle handle, TimeProvider clock) => (_handle, _clock) = (handle, clock);

    /// <summary>Ends once the broker has the queue and gives its messages.</summary>
    public Task Ready => _handle.Ready;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Patience, _clock);
        try
        {
            await _handle.StopAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // A broker that is away takes nothing back; its messages are there when it is.
        }
    }
}
