using System.Text.Json;
using System.Text.Json.Serialization;

namespace FedK8s.Contracts;

/// <summary>How contracts are written as JSON, in the store and on the bus: camel case, enums as words, nulls left out.</summary>
public static class ContractJson
{
    /// <summary>Indented with two spaces; the same value always gives the same bytes.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
