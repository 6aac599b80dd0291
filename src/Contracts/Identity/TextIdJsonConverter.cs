using System.Text.Json;
using System.Text.Json.Serialization;

namespace FedK8s.Contracts.Identity;

/// <summary>Writes an identity as the bare string it wraps, also where it is the key of a dictionary.</summary>
internal abstract class TextIdJsonConverter<TId>(Func<string, TId> parse, Func<TId, string> text) : JsonConverter<TId>
    where TId : struct
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(NotEmpty(reader.GetString()));

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(text(value));

    public override TId ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(NotEmpty(reader.GetString()));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(text(value));

    private static string NotEmpty(string? value) => string.IsNullOrEmpty(value)
        ? throw new JsonException($"A {typeof(TId).Name} is empty; a non-empty string was expected.")
        : value;
}
