using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network.Decoder;
using FedK8s.Worker.Network.Encoder;

namespace FedK8s.Worker.Network;

/// <summary>
/// The architectures that FedK8s implements, by the name that config.json gives them. A new family is a line here.
/// </summary>
internal static class ModelFamilies
{
    private static readonly Dictionary<string, Func<JsonObject, string, Placement, FoundationModel>> ByArchitecture =
        new(StringComparer.Ordinal)
        {
            ["LlamaForCausalLM"] = Decoder(DecoderFamily.Llama),
            ["MistralForCausalLM"] = Decoder(DecoderFamily.Mistral),
            ["Qwen2ForCausalLM"] = Decoder(DecoderFamily.Qwen2),
            ["Qwen3ForCausalLM"] = Decoder(DecoderFamily.Qwen3),
            ["BertForSequenceClassification"] = (config, location, placement) =>
                new BertClassifier(EncoderConfigReader.ReadClassifier(config, location, "bert"), placement),
            ["BertForMaskedLM"] = (config, location, placement) =>
                new BertMaskedModel(EncoderConfigReader.Read(config, location, "bert"), placement),
            ["RobertaForSequenceClassification"] = (config, location, placement) =>
                new RobertaClassifier(EncoderConfigReader.ReadClassifier(config, location, "roberta"), placement),
            ["RobertaForMaskedLM"] = (config, location, placement) =>
                new RobertaMaskedModel(EncoderConfigReader.Read(config, location, "roberta"), placement),
        };

    /// <summary>
    /// Makes a model of the family that a configuration names; the weights' values are still to be set.
    /// </summary>
    /// <param name="config">The content of config.json.</param>
    /// <param name="location">Where it was read; for messages.</param>
    /// <param name="placement">Where the model is to live.</param>
    /// <exception cref="RunFailedException">
    /// FK3004: the architecture, or an option of it, is not implemented.
    /// </exception>
    public static FoundationModel Create(JsonObject config, string location, Placement placement)
    {
        return ArchitectureOf(config) is { } architecture && ByArchitecture.TryGetValue(architecture, out var create)
            ? create(config, location, placement)
            : throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: architectures is {config["architectures"]?.ToJsonString() ?? "missing"}; " +
                $"wanted one of {string.Join(", ", ByArchitecture.Keys)}; choose a base model of one of these.");
    }

    /// <summary>The one architecture that a configuration names; null where there is none, or several.</summary>
    public static string? ArchitectureOf(JsonObject config) =>
        config["architectures"] is JsonArray { Count: 1 } names ? names[0]?.ToString() : null;

    private static Func<JsonObject, string, Placement, FoundationModel> Decoder(DecoderFamily family) =>
        (config, location, placement) => new CausalDecoder(DecoderConfigReader.Read(config, location, family), placement);
}
