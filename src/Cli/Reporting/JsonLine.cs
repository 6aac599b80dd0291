using System.Text.Encodings.Web;
using System.Text.Json;
using FedK8s.Contracts;

namespace FedK8s.Cli.Reporting;

/// <summary>One JSON object on one line, written as the contracts are; docs/cli.md lists the events.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new(ContractJson.Options)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by programs and people, never by a browser
    };

    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);
}
