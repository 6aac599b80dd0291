using Azure.Core;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A request as a person would name it: <c>PUT block</c>, <c>GET</c>, <c>HEAD</c>.</summary>
internal sealed record SentRequest(string Name)
{
    public const string StageBlock = "PUT block";
    public const string CommitBlocks = "PUT blocklist";
    public const string ListBlocks = "GET blocklist";
    public const string Put = "PUT";
    public const string Get = "GET";
    public const string Head = "HEAD";
    public const string MakeContainer = "PUT container";
    public const string RenewLease = "PUT lease renew";

    /// <summary>Whether a blob's own bytes travel in the answer, rather than XML about it.</summary>
    public bool IsDownload => Name == Get;

    public static SentRequest Of(Request request)
    {
        var query = request.Uri.ToUri().Query;
        var about = new[] { "block", "blocklist", "lease" }.FirstOrDefault(word => query.Contains($"comp={word}&", StringComparison.Ordinal)
            || query.EndsWith($"comp={word}", StringComparison.Ordinal));
        about ??= query.Contains("comp=list", StringComparison.Ordinal) ? "list"
            : query.Contains("restype=container", StringComparison.Ordinal) ? "container" : null;
        var action = request.Headers.TryGetValue("x-ms-lease-action", out var lease) ? $" {lease}" : "";
        return new(about is null ? $"{request.Method}" : $"{request.Method} {about}{action}");
    }
}
