using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Chaos.Blobs;

/// <summary>Stands between one process and the blob service, so that the process can be disturbed at a step of the protocol
/// without knowing of it. The service may come and go meanwhile.</summary>
internal sealed class BlobProxy : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<BlobRequest> _requests = [];
    private readonly ConcurrentBag<BlobRule> _rules = [];
    private readonly WebApplication _application;
    private readonly HttpClient _service;
    private readonly Uri _root;

    private BlobProxy(Uri root)
    {
        _root = root;
        _service = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null })
        {
            Timeout = Timeout.InfiniteTimeSpan, // the process has a patience of its own
        };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Every request so far, in order.</summary>
    public IReadOnlyCollection<BlobRequest> Requests => _requests;

    /// <summary>Starts one in front of a service.</summary>
    public static async Task<BlobProxy> StartAsync(Uri service, CancellationToken cancellationToken)
    {
        var proxy = new BlobProxy(new Uri(service.GetLeftPart(UriPartial.Authority)));
        await proxy._application.StartAsync(cancellationToken);
        return proxy;
    }

    /// <summary>Adds a rule; where several take a request, one of them has it.</summary>
    public void Add(BlobRule rule) => _rules.Add(rule);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
        _service.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = BlobRequest.Of(context.Request);
        _requests.Enqueue(request);
        var exchange = new BlobExchange(context, _service, _root);
        var taking = _rules.Where(rule => rule.Takes(request)).ToArray();
        try
        {
            if (taking.Length > 0)
            {
                await taking[0].Disturbance.ApplyAsync(exchange);
                return;
            }

            using var answer = await exchange.SendAsync();
            await exchange.ReturnAsync(answer);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            exchange.Break(); // one of the two is gone
        }
    }
}
