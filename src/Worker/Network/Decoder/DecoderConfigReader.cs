namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// config.json of a Llama-family model, read with Hugging Face's defaults; sizes must be there. Whatever would change
/// the function and is not implemented is refused by name.
/// </summary>
internal static class DecoderConfigReader
{
    private const int DefaultWindow = 4096;
    private const int DefaultFullLayerCount = 28;

    /// <param name="fields">Of config.json; problems are noted there.</param>
    /// <param name="family">Whose configuration it is.</param>
    public static DecoderConfig Read(ConfigFields fields, DecoderFamily family)
    {
        var shape = ReadShape(fields, family);
        var result = shape with { Windows = ReadWindows(fields, family, shape.LayerCount) };
        CheckShape(result, fields);
        RefuseOptions(fields, family);
        return result;
    }

    private static DecoderConfig ReadShape(ConfigFields fields, DecoderFamily family)
    {
        var hiddenSize = fields.Count("hidden_size");
        var queryHeadCount = fields.Count("num_attention_heads");
        var maximumLength = fields.Count("max_position_embeddings", family.MaximumLength);
        var (rotaryBase, scaling) = RotaryScalingReader.Read(fields, maximumLength);
        var hasAttentionBias = family.HasAttentionBiasOption && fields.Value("attention_bias", false);
        return new DecoderConfig
        {
            VocabularySize = fields.Count("vocab_size"),
            HiddenSize = hiddenSize,
            FeedForwardSize = fields.Count("intermediate_size"),
            LayerCount = fields.Count("num_hidden_layers"),
            QueryHeadCount = queryHeadCount,
            KeyHeadCount = fields.Count("num_key_value_heads", KeyHeadCount(fields, family, queryHeadCount)),
            HeadWidth = fields.Count("head_dim", family.HeadWidth ?? hiddenSize / queryHeadCount),
            NormEpsilon = fields.Value("rms_norm_eps", 1e-6),
            RotaryBase = rotaryBase,
            RotaryScaling = scaling,
            HasQueryKeyValueBias = family.AlwaysHasAttentionBias || hasAttentionBias,
            HasAttentionOutputBias = hasAttentionBias,
            HasFeedForwardBias = family.HasFeedForwardBiasOption && fields.Value("mlp_bias", false),
            HasHeadNorms = family.HasHeadNorms,
            Windows = [],
            MaximumLength = maximumLength,
            HasTiedEmbeddings = fields.Value("tie_word_embeddings", false),
            InitializerRange = fields.Value("initializer_range", 0.02),
        };
    }

    // Where the field is there and null, every query head has a key head of its own.
    private static int KeyHeadCount(ConfigFields fields, DecoderFamily family, int queryHeadCount) =>
        fields.Has("num_key_value_heads") ? queryHeadCount : family.KeyHeadCount ?? queryHeadCount;

    private static void CheckShape(DecoderConfig config, ConfigFields fields)
    {
        fields.Require(config.QueryHeadCount % config.KeyHeadCount == 0,
            "num_key_value_heads", "a divisor of num_attention_heads");
        fields.Require(config.HeadWidth % 2 == 0,
            "head_dim", "an even number (hidden_size / num_attention_heads where it is missing)");
        fields.RequireSize((long)config.QueryHeadCount * config.HeadWidth <= ConfigFields.LargestCount,
            "num_attention_heads", $"at most {ConfigFields.LargestCount} when multiplied by the width of a head");
        fields.Require(config.MaximumLength > 1,
            "max_position_embeddings", "at least 2: one token to read and one to predict");
        fields.Require(config.NormEpsilon > 0, "rms_norm_eps", "a number above 0");
        fields.Require(config.RotaryBase > 1, "rope_theta", "a number above 1");
        fields.Require(config.InitializerRange > 0, "initializer_range", "a number above 0");
    }

    private static void RefuseOptions(ConfigFields fields, DecoderFamily family)
    {
        fields.Require(fields.Value("model_type", family.ModelType) == family.ModelType,
            "model_type", $"\"{family.ModelType}\"");
        fields.Require(fields.Value("hidden_act", "silu") == "silu", "hidden_act", "\"silu\"");
        fields.Require(fields.Value("attention_dropout", 0.0) == 0, "attention_dropout", "0");
        fields.Require(fields.Value("partial_rotary_factor", 1.0) == 1, "partial_rotary_factor", "1");
        fields.Require(fields.IsNull("quantization_config"), "quantization_config", "none");
        if (!family.HasAttentionBiasOption && !family.AlwaysHasAttentionBias)
        {
            fields.Require(!fields.Value("attention_bias", false), "attention_bias", "false");
        }

        if (!family.HasFeedForwardBiasOption)
        {
            fields.Require(!fields.Value("mlp_bias", false), "mlp_bias", "false");
        }

        if (family.Window == DecoderFamily.WindowOption.None)
        {
            fields.Require(fields.IsNull("sliding_window"), "sliding_window", "null");
        }
    }

    private static int?[] ReadWindows(ConfigFields fields, DecoderFamily family, int layerCount)
    {
        var isUsed = family.Window == DecoderFamily.WindowOption.EveryLayer
            || (family.Window == DecoderFamily.WindowOption.ByLayer && fields.Value("use_sliding_window", false));
        var isNone = fields.Has("sliding_window") && fields.IsNull("sliding_window");
        int? window = isUsed && !isNone ? fields.Count("sliding_window", DefaultWindow) : null;
        var isBounded = family.Window == DecoderFamily.WindowOption.ByLayer
            ? BoundedLayers(fields, layerCount)
            : _ => true;
        var windows = Enumerable.Range(0, layerCount).Select(layer => isBounded(layer) ? window : null);
        return [.. windows];
    }

    private static Func<int, bool> BoundedLayers(ConfigFields fields, int layerCount)
    {
        const string Field = "layer_types";
        if (fields.Texts(Field) is not { } names)
        {
            var fullLayerCount = fields.Value("max_window_layers", DefaultFullLayerCount);
            return layer => layer >= fullLayerCount;
        }

        fields.Require(
            names.Count == layerCount && names.All(name => name is "full_attention" or "sliding_attention"),
            Field, $"{layerCount} times \"full_attention\" or \"sliding_attention\"");
        return layer => layer < names.Count && names[layer] == "sliding_attention";
    }
}
