using System.Text.Json.Nodes;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// config.json of a Llama-family model, read with Hugging Face's defaults. Whatever would change the function and is
/// not implemented is refused by name, all at once: a model that is nearly right is worse than none.
/// </summary>
internal sealed class DecoderConfigReader
{
    // Far above any real model; what a file may ask for stays far from the limits of whole numbers.
    private const int LargestCount = 1 << 24;

    private readonly JsonObject _config;
    private readonly List<string> _problems = [];

    private DecoderConfigReader(JsonObject config) => _config = config;

    /// <param name="config">The content of config.json.</param>
    /// <param name="location">Where it was read; for messages.</param>
    /// <exception cref="RunFailedException">FK3004: something is missing, out of range or not implemented.</exception>
    public static DecoderConfig Read(JsonObject config, string location)
    {
        var reader = new DecoderConfigReader(config);
        var result = reader.ReadShape();
        reader.CheckShape(result);
        reader.RefuseOptions();
        return reader._problems.Count == 0
            ? result
            : throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: {string.Join("; ", reader._problems)}; correct the file or choose another base model.");
    }

    private DecoderConfig ReadShape()
    {
        var hiddenSize = Count("hidden_size");
        var queryHeadCount = Count("num_attention_heads");
        return new DecoderConfig
        {
            VocabularySize = Count("vocab_size"),
            HiddenSize = hiddenSize,
            FeedForwardSize = Count("intermediate_size"),
            LayerCount = Count("num_hidden_layers"),
            QueryHeadCount = queryHeadCount,
            KeyHeadCount = Count("num_key_value_heads", queryHeadCount),
            HeadWidth = Count("head_dim", hiddenSize / queryHeadCount),
            NormEpsilon = Number("rms_norm_eps", 1e-6),
            RotaryBase = RotaryBase(),
            MaximumLength = Count("max_position_embeddings", 2048),
            HasTiedEmbeddings = Value("tie_word_embeddings", false),
            InitializerRange = Number("initializer_range", 0.02),
        };
    }

    private void CheckShape(DecoderConfig config)
    {
        Require(config.QueryHeadCount % config.KeyHeadCount == 0,
            "num_key_value_heads", "a divisor of num_attention_heads");
        Require(config.HeadWidth % 2 == 0,
            "head_dim", "an even number (hidden_size / num_attention_heads where it is missing)");
        Require((long)config.QueryHeadCount * config.HeadWidth <= LargestCount,
            "num_attention_heads", $"at most {LargestCount} when multiplied by the width of a head");
        Require(config.MaximumLength > 1, "max_position_embeddings", "at least 2: one token to read and one to predict");
        Require(config.NormEpsilon > 0, "rms_norm_eps", "a number above 0");
        Require(config.RotaryBase > 1, "rope_theta", "a number above 1");
        Require(config.InitializerRange > 0, "initializer_range", "a number above 0");
    }

    private void RefuseOptions()
    {
        Require(Value("model_type", "llama") == "llama", "model_type", "\"llama\"");
        Require(Value("hidden_act", "silu") == "silu", "hidden_act", "\"silu\"");
        Require(!Value("attention_bias", false), "attention_bias", "false");
        Require(!Value("mlp_bias", false), "mlp_bias", "false");
        Require(Number("attention_dropout", 0) == 0, "attention_dropout", "0");
        Require(Number("partial_rotary_factor", 1) == 1, "partial_rotary_factor", "1");
        Require(_config["rope_scaling"] is null, "rope_scaling", "null");
        Require(_config["sliding_window"] is null, "sliding_window", "null");
        Require(_config["quantization_config"] is null, "quantization_config", "none");
    }

    // Newer files hold the base in rope_parameters, beside the name of a scaling.
    private double RotaryBase()
    {
        if (_config["rope_parameters"] is not JsonObject parameters)
        {
            Require(_config["rope_parameters"] is null, "rope_parameters", "an object");
            return Number("rope_theta", 10_000);
        }

        Require((parameters["rope_type"]?.ToJsonString() ?? "\"default\"") == "\"default\"",
            "rope_parameters", "rope_type \"default\"");
        return parameters["rope_theta"] is JsonValue value && value.TryGetValue<double>(out var rotaryBase)
            ? rotaryBase
            : Number("rope_theta", 10_000);
    }

    private int Count(string field, int? absent = null)
    {
        if (_config[field] is null && absent is { } byDefault)
        {
            return byDefault;
        }

        var count = _config[field] is JsonValue value && value.TryGetValue<int>(out var found) ? found : 0;
        Require(count is >= 1 and <= LargestCount, field, $"a whole number from 1 to {LargestCount}");
        return Math.Clamp(count, 1, LargestCount); // goes on with something valid, so that every problem is found
    }

    private double Number(string field, double absent) => Value(field, absent);

    private TValue Value<TValue>(string field, TValue absent)
    {
        if (_config[field] is null)
        {
            return absent;
        }

        var isOfType = _config[field] is JsonValue value && value.TryGetValue(out absent!);
        Require(isOfType, field, absent switch { bool => "true or false", string => "a text", _ => "a number" });
        return absent;
    }

    private void Require(bool isMet, string field, string wanted)
    {
        if (!isMet)
        {
            _problems.Add($"{field} is {_config[field]?.ToJsonString() ?? "missing"}, wanted {wanted}");
        }
    }
}
