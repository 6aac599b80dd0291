using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network.Decoder;

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
        var architecture = config["architectures"] is JsonArray { Count: 1 } names ? names[0]?.ToString() : null;
        return architecture is not null && ByArchitecture.TryGetValue(architecture, out var create)
            ? create(config, location, placement)
            : throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: architectures is {config["architectures"]?.ToJsonString() ?? "missing"}; " +
                $"wanted one of {string.Join(", ", ByArchitecture.Keys)}; choose a base model of one of these.");
    }

    private static Func<JsonObject, string, Placement, FoundationModel> Decoder(DecoderFamily family) =>
        (config, location, placement) => new CausalDecoder(DecoderConfigReader.Read(config, location, family), placement);
}
