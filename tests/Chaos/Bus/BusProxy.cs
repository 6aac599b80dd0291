using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FedK8s.Chaos.Bus;

/// <summary>Stands between one process and the broker, and can take the network away. It does not look at what passes.</summary>
internal sealed class BusProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _brokerPort;
    private readonly Task _accepting;
    private volatile bool _isCut;

    private BusProxy(int brokerPort)
    {
        _brokerPort = brokerPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts one in front of a broker, which may come and go.</summary>
    public static BusProxy Start(int brokerPort) => new(brokerPort);

    /// <summary>Breaks every connection, and lets none through until the time is over.</summary>
    public async Task CutAsync(TimeSpan time)
    {
        _isCut = true;
        Break();
        await Task.Delay(time);
        _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Break();
        await _accepting;
        _stop.Dispose();
    }

    private void Break()
    {
        foreach (var (process, broker) in _connections)
        {
            process.Dispose();
            broker.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var process = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = RelayAsync(process);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                continue;
            }
        }
    }

    private async Task RelayAsync(TcpClient process)
    {
        using var broker = new TcpClient();
        using (process)
        {
            try
            {
                if (_isCut)
                {
                    return;
                }

                await broker.ConnectAsync(IPAddress.Loopback, _brokerPort, _stop.Token);
                _connections[process] = broker;
                await await Task.WhenAny(
                    process.GetStream().CopyToAsync(broker.GetStream(), _stop.Token),
                    broker.GetStream().CopyToAsync(process.GetStream(), _stop.Token));
            }
            catch (Exception exception)
                when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException
                    or InvalidOperationException)
            {
                return; // one side is gone, and with it the other
            }
            finally
            {
                _connections.TryRemove(process, out _);
            }
        }
    }
}
