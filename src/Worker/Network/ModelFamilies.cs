using System.Text.Json.Nodes;
using FedK8s.Worker.Network.Decoder;
using FedK8s.Worker.Network.Encoder;
using FedK8s.Worker.Network.Gpt2;

namespace FedK8s.Worker.Network;

/// <summary>
/// The architectures that FedK8s implements, by the name that config.json gives them. A new family is a line here.
/// </summary>
internal static class ModelFamilies
{
    private static readonly Dictionary<string, Func<ConfigFields, Func<Placement, FoundationModel>>> ByArchitecture =
        new(StringComparer.Ordinal)
        {
            ["LlamaForCausalLM"] = fields => Decoder(fields, DecoderFamily.Llama),
            ["MistralForCausalLM"] = fields => Decoder(fields, DecoderFamily.Mistral),
            ["Qwen2ForCausalLM"] = fields => Decoder(fields, DecoderFamily.Qwen2),
            ["Qwen3ForCausalLM"] = fields => Decoder(fields, DecoderFamily.Qwen3),
            ["GPT2LMHeadModel"] = Gpt2,
            ["BertForSequenceClassification"] = fields =>
                Encoder(EncoderConfigReader.ReadClassifier(fields, "bert"), (config, at) => new BertClassifier(config, at)),
            ["BertForMaskedLM"] = fields =>
                Encoder(EncoderConfigReader.Read(fields, "bert"), (config, at) => new BertMaskedModel(config, at)),
            ["RobertaForSequenceClassification"] = fields =>
                Encoder(EncoderConfigReader.ReadClassifier(fields, "roberta"), (config, at) => new RobertaClassifier(config, at)),
            ["RobertaForMaskedLM"] = fields =>
                Encoder(EncoderConfigReader.Read(fields, "roberta"), (config, at) => new RobertaMaskedModel(config, at)),
        };

    /// <summary>Reads a configuration of any family.</summary>
    /// <param name="config">The content of config.json.</param>
    public static ModelPlan Read(JsonObject config)
    {
        var fields = new ConfigFields(config);
        var architecture = ArchitectureOf(config);
        var isKnown = architecture is not null && ByArchitecture.ContainsKey(architecture);
        fields.RequireSize(isKnown, "architectures", $"one of {string.Join(", ", ByArchitecture.Keys)}");
        return isKnown
            ? new ModelPlan(ByArchitecture[architecture!](fields), fields.Problems, fields.AreSizesKnown) // not null: known
            : new ModelPlan(_ => throw new InvalidOperationException("No model."), fields.Problems, AreSizesKnown: false);
    }

    /// <summary>The one architecture that a configuration names; null where there is none, or several.</summary>
    public static string? ArchitectureOf(JsonObject config) =>
        config["architectures"] is JsonArray { Count: 1 } names ? names[0]?.ToString() : null;

    private static Func<Placement, FoundationModel> Decoder(ConfigFields fields, DecoderFamily family)
    {
        var config = DecoderConfigReader.Read(fields, family);
        return placement => new CausalDecoder(config, placement);
    }

    private static Func<Placement, FoundationModel> Gpt2(ConfigFields fields)
    {
        var config = Gpt2ConfigReader.Read(fields);
        return placement => new Gpt2Model(config, placement);
    }

    private static Func<Placement, FoundationModel> Encoder(
        EncoderConfig config, Func<EncoderConfig, Placement, FoundationModel> create) => placement => create(config, placement);
}
