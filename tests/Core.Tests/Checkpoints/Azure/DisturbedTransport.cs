using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>
/// The way to the blob service, on which things go wrong. It notes each request that the service was sent and asks
/// <paramref name="disturb"/> what becomes of it.
/// </summary>
/// <param name="disturb">Called for each request, in the order they are made, maybe by several threads.</param>
internal sealed class DisturbedTransport(Func<SentRequest, Disturbance> disturb) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Way = HttpClientTransport.Shared;
    private readonly ConcurrentQueue<SentRequest> _sent = [];

    /// <summary>A way on which nothing goes wrong, for counting.</summary>
    public DisturbedTransport()
        : this(_ => Disturbance.None)
    {
    }

    public IReadOnlyList<SentRequest> Sent => [.. _sent];

    public override Request CreateRequest() => Way.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var sent = SentRequest.Of(message.Request);
        _sent.Enqueue(sent);
        switch (disturb(sent))
        {
            case Disturbance.NotSent:
                throw new IOException("The connection could not be made.");
            case Disturbance.Busy:
                message.Response = new MadeUpResponse(503, "ServerBusy");
                return;
            case Disturbance.BusyForSevenSeconds:
                message.Response = new MadeUpResponse(429, "TooManyRequests") { RetryAfter = "7" };
                return;
            case Disturbance.Forbidden:
                message.Response = new MadeUpResponse(403, "AuthorizationPermissionMismatch");
                return;
            case Disturbance.Silent:
                await Task.Delay(Timeout.Infinite, message.CancellationToken);
                return;
            case Disturbance.AnswerLost:
                await Way.ProcessAsync(message);
                throw new IOException("The connection broke before the answer.");
            case Disturbance.AnswerCut:
                await ProcessAsync(message, content => new CutStream(content));
                return;
            case Disturbance.AnswerFlipped:
                await ProcessAsync(message, content => new FlippedStream(content));
                return;
            case Disturbance.ContentFlipped:
                message.Request.Content = await FlippedAsync(message.Request.Content);
                await Way.ProcessAsync(message);
                return;
            default:
                await Way.ProcessAsync(message);
                return;
        }
    }

    private static async Task ProcessAsync(HttpMessage message, Func<Stream, Stream> disturbed)
    {
        await Way.ProcessAsync(message);
        if (message.Response.ContentStream is { } content && message.Response.Status is 200 or 206)
        {
            message.Response.ContentStream = disturbed(content);
        }
    }

    private static async Task<RequestContent?> FlippedAsync(RequestContent? content)
    {
        if (content is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        await content.WriteToAsync(copy, CancellationToken.None);
        var bytes = copy.ToArray();
        if (bytes.Length > 0)
        {
            bytes[bytes.Length / 2] ^= 0x10;
        }

        return RequestContent.Create(bytes);
    }
}
