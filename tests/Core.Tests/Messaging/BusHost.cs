using FedK8s.Core.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>A process on the bus, whose consumers record what they get.</summary>
internal sealed class BusHost : IAsyncDisposable
{
    private readonly IHost _host;

    private BusHost(IHost host, LogLines log) => (_host, Log) = (host, log);

    public IBusControl Bus => _host.Services.GetRequiredService<IBusControl>();

    public Received Received => _host.Services.GetRequiredService<Received>();

    public LogLines Log { get; }

    /// <summary>Starts it, and returns when all its queues are there.</summary>
    /// <param name="broker">Null for the bus in memory.</param>
    public static async Task<BusHost> StartAsync(
        BrokerSettings? broker, IReadOnlyList<BusEndpoint> endpoints, CancellationToken cancellationToken)
    {
        var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.Services
            .AddSingleton<Received>()
            .AddSingleton(TimeProvider.System)
            .Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _ = broker is null ? builder.Services.AddFedK8sBus(endpoints) : builder.Services.AddFedK8sBus(endpoints, broker);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(host, log);
    }

    public async Task SendAsync<TCommand>(string queue, TCommand command, CancellationToken cancellationToken)
        where TCommand : class =>
        await (await Bus.GetSendEndpoint(QueueNames.Address(queue))).Send(command, cancellationToken);

    /// <summary>Connects an endpoint, and returns when its queue is there.</summary>
    public async Task<IAsyncDisposable> ConnectAsync(BusEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = _host.Services.GetRequiredService<EndpointConnector>().Connect(endpoint);
        await connection.Ready.WaitAsync(cancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
