using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Network.Files;

/// <summary>The file config.json of a model folder.</summary>
internal static class ModelConfig
{
    /// <summary>The file that makes a folder a model; written last.</summary>
    public const string FileName = "config.json";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <exception cref="RunFailedException">FK9002: it is missing; FK3004: it is no JSON object.</exception>
    public static JsonObject Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path}: not found; wanted a folder with {FileName} and {TensorSource.FileName}; " +
                "check spec.model.storageUri.");
        }

        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Strict) as JsonObject
                ?? throw new RunFailedException(ExitCodes.UnsupportedModel,
                    $"{path}: wanted a JSON object; fetch the model again.");
        }
        catch (JsonException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{path}: not valid JSON at line {exception.LineNumber + 1}; fetch the model again.", exception);
        }
    }

    /// <exception cref="RunFailedException">FK9003 or FK9004: it cannot be written.</exception>
    public static void Write(JsonObject config, string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), Bytes(config));

    /// <summary>A JSON file as people read it.</summary>
    public static byte[] Bytes(JsonObject content) => JsonSerializer.SerializeToUtf8Bytes(content, Indented);
}
