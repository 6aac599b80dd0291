using System.Net;
using System.Net.Sockets;
using FedK8s.Core.Services;

namespace FedK8s.Core.Tests.Services;

public sealed class HealthServiceTests
{
    private static readonly Health Well = new(IsAlive: true, IsReady: true, "round 3");
    private static readonly Health Waiting = new(IsAlive: true, IsReady: false, "no broker");
    private static readonly Health Dead = new(IsAlive: false, IsReady: true, "stuck");

    [Fact]
    public void A_service_that_waits_is_worth_keeping_and_not_ready()
    {
        (string, Health)[] parts = [("run", Well), ("bus", Waiting)];

        Assert.Equal((200, "ok run: round 3\nok bus: no broker\n"), HealthService.Answer("/healthz", parts));
        Assert.Equal((503, "ok run: round 3\nnot ok bus: no broker\n"), HealthService.Answer("/readyz", parts));
    }

    [Fact]
    public void What_is_dead_is_not_ready_either()
    {
        Assert.Equal(503, HealthService.Answer("/healthz", [("run", Dead)])?.Status);
        Assert.Equal(503, HealthService.Answer("/readyz", [("run", Dead)])?.Status);
    }

    [Fact]
    public void There_is_nothing_else_to_ask() => Assert.Null(HealthService.Answer("/", [("run", Well)]));

    [Fact]
    public async Task It_is_served_over_http()
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        await using var service = new HealthService(address, [new Part()]);
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };

        var answer = await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("ok run: round 3\n", answer);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Part : IHealthSource
    {
        public string Name => "run";

        public Health Look() => Well;
    }
}
