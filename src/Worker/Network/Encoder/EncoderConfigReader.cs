namespace FedK8s.Worker.Network.Encoder;

/// <summary>
/// config.json of a BERT or RoBERTa model, read with Hugging Face's defaults. Whatever would change the function and is
/// not implemented is refused by name. Dropout is accepted and not applied: local training is deterministic.
/// </summary>
internal static class EncoderConfigReader
{
    /// <param name="fields">Of config.json; problems are noted there.</param>
    /// <param name="modelType"><c>bert</c> or <c>roberta</c>.</param>
    public static EncoderConfig Read(ConfigFields fields, string modelType)
    {
        var result = ReadShape(fields, modelType);
        CheckShape(result, fields);
        RefuseOptions(fields, modelType);
        return result;
    }

    /// <summary>As <see cref="Read"/>, with Hugging Face's default labels where the file names none.</summary>
    public static EncoderConfig ReadClassifier(ConfigFields fields, string modelType)
    {
        var read = Read(fields, modelType);
        return read.Labels.Count > 0 ? read : read with { Labels = LabelFields.Defaults };
    }

    private static EncoderConfig ReadShape(ConfigFields fields, string modelType) => new()
    {
        VocabularySize = fields.Count("vocab_size"),
        HiddenSize = fields.Count("hidden_size"),
        FeedForwardSize = fields.Count("intermediate_size"),
        LayerCount = fields.Count("num_hidden_layers"),
        HeadCount = fields.Count("num_attention_heads"),
        NormEpsilon = fields.Value("layer_norm_eps", 1e-12),
        Activation = ReadActivation(fields),
        PositionCount = fields.Count("max_position_embeddings", 512),
        TokenTypeCount = fields.Count("type_vocab_size", 2),
        PositionPaddingId = modelType == "roberta" ? fields.Value("pad_token_id", 1) : null,
        InitializerRange = fields.Value("initializer_range", 0.02),
        HasTiedEmbeddings = fields.Value("tie_word_embeddings", true),
        Labels = LabelFields.Read(fields),
    };

    private static Activation ReadActivation(ConfigFields fields)
    {
        var name = fields.Value("hidden_act", "gelu");
        fields.Require(name is "gelu" or "relu", "hidden_act", "\"gelu\" or \"relu\"");
        return name == "relu" ? Activation.Relu : Activation.Gelu;
    }

    private static void CheckShape(EncoderConfig config, ConfigFields fields)
    {
        fields.Require(config.HiddenSize % config.HeadCount == 0, "num_attention_heads", "a divisor of hidden_size");
        fields.Require(config.PositionPaddingId is null or >= 0, "pad_token_id", "a whole number from 0");
        fields.Require(config.MaximumLength > 1,
            "max_position_embeddings", $"at least {config.FirstPosition + 2}: two tokens");
        fields.Require(config.NormEpsilon > 0, "layer_norm_eps", "a number above 0");
        fields.Require(config.InitializerRange > 0, "initializer_range", "a number above 0");
    }

    private static void RefuseOptions(ConfigFields fields, string modelType)
    {
        fields.Require(fields.Value("model_type", modelType) == modelType, "model_type", $"\"{modelType}\"");
        fields.Require(fields.Value("position_embedding_type", "absolute") == "absolute",
            "position_embedding_type", "\"absolute\"");
        fields.Require(!fields.Value("is_decoder", false), "is_decoder", "false");
        fields.Require(!fields.Value("add_cross_attention", false), "add_cross_attention", "false");
        fields.Require(fields.IsNull("quantization_config"), "quantization_config", "none");
        fields.Require(
            fields.IsNull("problem_type") || fields.Value("problem_type", "") == LabelFields.ProblemType,
            "problem_type", $"\"{LabelFields.ProblemType}\": one label a text");
    }
}
