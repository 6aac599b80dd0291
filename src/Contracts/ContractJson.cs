using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FedK8s.Contracts;

/// <summary>
/// How contracts are written as JSON: camel case, enums as words, nulls left out. What is read may come from anyone, so a
/// null or a gap where the type wants a value is refused, and so is a number in place of a word.
/// </summary>
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
            RespectNullableAnnotations = true,
            Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } },
        };
        options.MakeReadOnly();
        return options;
    }

    // A parameter that may be null is left out when it is; any other that is missing would be null all the same. What has
    // no setter is only ever written.
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(
            found => found is { Set: not null, AssociatedParameter.IsNullable: false }))
        {
            property.IsRequired = true;
        }
    }
}
