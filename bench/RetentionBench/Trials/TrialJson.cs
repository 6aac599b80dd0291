using System.Text.Json;
using System.Text.Json.Serialization;

namespace FedK8s.RetentionBench.Trials;

/// <summary>How trials and their results are written.</summary>
internal static class TrialJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The same in one line.</summary>
    public static JsonSerializerOptions OneLine { get; } = new(Options) { WriteIndented = false };
}
