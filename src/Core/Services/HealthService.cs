using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace FedK8s.Core.Services;

/// <summary>
/// Serves <c>/healthz</c> (start me anew if this fails) and <c>/readyz</c> (I can work): 200 or 503, and a line for each part
/// of the service.
/// </summary>
internal sealed class HealthService(IPEndPoint address, IEnumerable<IHealthSource> sources) : IHostedService, IAsyncDisposable
{
    private readonly IHealthSource[] _sources = [.. sources];
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestBodySize = 0;
            if (address.Address.Equals(IPAddress.IPv6Any))
            {
                server.ListenAnyIP(address.Port); // also where there is no IPv6
            }
            else
            {
                server.Listen(address);
            }
        });
        var server = builder.Build();
        server.Run(AnswerAsync);
        await server.StartAsync(cancellationToken);
        _server = server;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The answer to a path; null where there is none.</summary>
    internal static (int Status, string Text)? Answer(string path, IReadOnlyList<(string Name, Health Health)> parts)
    {
        Func<Health, bool>? isWell = path switch
        {
            "/healthz" => health => health.IsAlive,
            "/readyz" => health => health is { IsAlive: true, IsReady: true },
            _ => null,
        };
        if (isWell is null)
        {
            return null;
        }

        var lines = parts.Select(part => $"{(isWell(part.Health) ? "ok" : "not ok")} {part.Name}: {part.Health.Detail}\n");
        return (
            parts.All(part => isWell(part.Health)) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            string.Concat(lines));
    }

    private Task AnswerAsync(HttpContext context)
    {
        var answer = Answer(context.Request.Path, [.. _sources.Select(source => (source.Name, source.Look()))]);
        context.Response.StatusCode = answer?.Status ?? StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(answer?.Text ?? "wanted: /healthz or /readyz\n", context.RequestAborted);
    }
}
