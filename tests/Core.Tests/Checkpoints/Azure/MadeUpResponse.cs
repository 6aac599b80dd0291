using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>An error that the service did not send.</summary>
internal sealed class MadeUpResponse(int status, string code) : Response
{
    public string? RetryAfter { get; init; }

    public override int Status => status;

    public override string ReasonPhrase => code;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        from name in (string[])["x-ms-error-code", "Retry-After"]
        where ContainsHeader(name)
        select new HttpHeader(name, TryGetHeader(name, out var value) ? value : "");

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = name.ToUpperInvariant() switch
        {
            "X-MS-ERROR-CODE" => code,
            "RETRY-AFTER" => RetryAfter,
            _ => null,
        };
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
