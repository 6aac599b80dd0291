using Microsoft.AspNetCore.Http;

namespace FedK8s.Chaos.Blobs;

/// <summary>What a process asks of the blob service, as far as a fault needs to know it.</summary>
/// <param name="Verb">The HTTP method and, where it does not read, write or remove a blob, what it does instead: <c>PUT block</c>,
/// <c>PUT lease renew</c>, <c>GET list</c>.</param>
/// <param name="Path">Below the store's prefix of one segment; of a list the folder; empty for the container.</param>
internal sealed record BlobRequest(string Verb, string Path)
{
    // /account/container/prefix/path
    private const int PathPlace = 4;

    public static BlobRequest Of(HttpRequest request)
    {
        var operation = (string?)request.Query["comp"] ?? (request.Query["restype"] == "container" ? "container" : "");
        var path = operation == "list"
            ? Below(((string?)request.Query["prefix"] ?? "").Split('/', 2), 1)
            : Below((request.Path.Value ?? "").Split('/', PathPlace + 1), PathPlace);
        var action = (string?)request.Headers["x-ms-lease-action"] ?? "";
        return new($"{request.Method} {operation} {action}".Trim(), path);
    }

    public override string ToString() => $"{Verb} {Path}";

    private static string Below(string[] segments, int place) => segments.Length > place ? segments[place] : "";
}
