using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>The one place that knows which tokenizer a model folder asks for.</summary>
internal static class TokenizerFolder
{
    /// <summary>The file that names a folder's tokenizer.</summary>
    public const string FileName = "tokenizer_config.json";

    private const string Known = "ByT5Tokenizer with extra_ids 0";

    /// <summary>The tokenizer that <paramref name="folder"/>'s <c>tokenizer_config.json</c> names.</summary>
    /// <exception cref="RunFailedException">
    /// The file is missing (FK9002), or nothing here implements what it names (FK3004).
    /// </exception>
    public static ITokenizer Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound,
                $"{path} was not found; a model folder holds config.json, model.safetensors and {FileName}: complete "
                + "the folder.");
        }

        using var config = Parse(path);
        var name = Text(config.RootElement, "tokenizer_class");
        return name switch
        {
            "ByT5Tokenizer" when ExtraIds(config.RootElement) == 0 => new ByteTokenizer(),
            "ByT5Tokenizer" => throw Unsupported(path, "a ByT5Tokenizer with extra_ids other than 0"),
            null => throw Unsupported(path, "no tokenizer_class"),
            _ => throw Unsupported(path, $"tokenizer_class {name}"),
        };
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            var config = JsonDocument.Parse(File.ReadAllBytes(path));
            return config.RootElement.ValueKind == JsonValueKind.Object
                ? config
                : throw Unsupported(path, $"a JSON {config.RootElement.ValueKind}");
        }
        catch (JsonException exception)
        {
            throw Unsupported(path, "no valid JSON", exception);
        }
    }

    private static string? Text(JsonElement config, string field) =>
        config.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // The Python library adds 125 extra ids where the field is absent; what is no number is none that is known here.
    private static int ExtraIds(JsonElement config) =>
        !config.TryGetProperty("extra_ids", out var value) ? 125
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) ? count
        : -1;

    private static RunFailedException Unsupported(string path, string found, Exception? cause = null) =>
        new(
            ExitCodes.UnsupportedModel,
            $"{path} holds {found}; this version reads {Known}: choose a model with such a tokenizer.",
            cause);
}
