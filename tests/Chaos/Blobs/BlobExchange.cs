using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FedK8s.Chaos.Blobs;

/// <summary>One request on its way through the proxy. A disturbance does with it what it likes; left alone it goes to the service
/// as it came, so that its signature stays valid, and the answer goes back.</summary>
internal sealed class BlobExchange(HttpContext context, HttpClient service, Uri root)
{
    private static readonly HashSet<string> OfTheConnection =
        new(["Connection", "Host", "Keep-Alive", "Transfer-Encoding"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OfTheContent =
        new(["Content-Length", "Content-Type", "Content-MD5", "Content-Encoding", "Content-Language", "Content-Disposition",
            "Content-Range", "Content-Location", "Expires", "Last-Modified", "Allow"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes that the process sends.</summary>
    public long ContentLength => context.Request.ContentLength ?? 0;

    /// <summary>Sends the request on, or only the first bytes of its content, and returns the answer when its head is
    /// there.</summary>
    public async Task<HttpResponseMessage> SendAsync(long? most = null)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(root, target));
        request.Content = context.Request.ContentLength is { } length
            ? new PartOfContent(context.Request.Body, length, most ?? length)
            : null;
        foreach (var (name, values) in context.Request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            HttpHeaders? headers = OfTheContent.Contains(name) ? request.Content?.Headers : request.Headers;
            headers?.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return await service.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
    }

    /// <summary>Gives an answer back, or only the first bytes of its content, and then no more.</summary>
    public async Task ReturnAsync(HttpResponseMessage answer, long? most = null)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !OfTheConnection.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await using var content = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        if (most is null)
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        var part = new byte[most.Value];
        await content.ReadExactlyAsync(part, context.RequestAborted);
        await context.Response.Body.WriteAsync(part, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        Break();
    }

    /// <summary>Answers in the service's place.</summary>
    public async Task AnswerAsync(HttpStatusCode status, TimeSpan? retryAfter)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = (int)status;
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Breaks the connection to the process.</summary>
    public void Break() => context.Abort();
}
