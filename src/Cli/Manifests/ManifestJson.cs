using System.Text.Json;
using System.Text.Json.Nodes;

namespace FedK8s.Cli.Manifests;

/// <summary>A part of a manifest that is passed on as it is: pod templates belong to Kubernetes, not to us.</summary>
internal static class ManifestJson
{
    public static JsonElement From(ManifestNode node) => JsonSerializer.SerializeToElement(Convert(node));

    private static JsonNode? Convert(ManifestNode node) => node switch
    {
        ManifestNode.Mapping mapping => new JsonObject(
            mapping.Fields.Select(field => KeyValuePair.Create(field.Name, Convert(field.Value)))),
        ManifestNode.Sequence sequence => new JsonArray([.. sequence.Items.Select(Convert)]),
        ManifestNode.Scalar scalar => Convert(scalar),
        _ => null,
    };

    private static JsonValue? Convert(ManifestNode.Scalar scalar)
    {
        if (ScalarText.IsNothing(scalar))
        {
            return null;
        }

        if (ScalarText.Truth(scalar) is { } truth)
        {
            return JsonValue.Create(truth);
        }

        return scalar.IsPlain && ScalarText.Number(scalar.Text) is { } number
            ? WholeOrNot(scalar.Text, number)
            : JsonValue.Create(scalar.Text);
    }

    // A whole number stays one: 8080 as a port must not become 8080.0, nor lose digits.
    private static JsonValue WholeOrNot(string text, double number) =>
        ScalarText.TryRead(typeof(long), new(default, text, IsPlain: true), out var whole)
            ? JsonValue.Create((long)whole)
            : JsonValue.Create(number);
}
