namespace FedK8s.Worker.Network.Gpt2;

/// <summary>
/// config.json of a GPT-2, read with Hugging Face's defaults; sizes must be there. Whatever would change the function
/// and is not implemented is refused by name. Dropout is accepted and not applied: local training is deterministic.
/// </summary>
internal static class Gpt2ConfigReader
{
    private const string KnownActivations = "\"gelu_new\", \"gelu_pytorch_tanh\", \"gelu\" or \"relu\"";

    /// <param name="fields">Of config.json; problems are noted there.</param>
    public static Gpt2Config Read(ConfigFields fields)
    {
        var hiddenSize = fields.Count("n_embd");
        var result = new Gpt2Config
        {
            VocabularySize = fields.Count("vocab_size"),
            HiddenSize = hiddenSize,
            FeedForwardSize = fields.Count("n_inner", Math.Min(4 * hiddenSize, ConfigFields.LargestCount)),
            LayerCount = fields.Count("n_layer"),
            HeadCount = fields.Count("n_head"),
            MaximumLength = fields.Count("n_positions", 1024),
            NormEpsilon = fields.Value("layer_norm_epsilon", 1e-5),
            Activation = ReadActivation(fields),
            HasTiedEmbeddings = fields.Value("tie_word_embeddings", true),
            InitializerRange = fields.Value("initializer_range", 0.02),
        };
        CheckShape(result, fields);
        RefuseOptions(fields);
        return result;
    }

    private static Gpt2Activation ReadActivation(ConfigFields fields)
    {
        const string Field = "activation_function";
        var name = fields.Value(Field, "gelu_new");
        fields.Require(name is "gelu_new" or "gelu_pytorch_tanh" or "gelu" or "relu", Field, KnownActivations);
        return name switch
        {
            "gelu" => Gpt2Activation.Gelu,
            "relu" => Gpt2Activation.Relu,
            _ => Gpt2Activation.TanhGelu,
        };
    }

    private static void CheckShape(Gpt2Config config, ConfigFields fields)
    {
        fields.Require(config.HiddenSize % config.HeadCount == 0, "n_head", "a divisor of n_embd");
        fields.Require(config.MaximumLength > 1, "n_positions", "at least 2: one token to read and one to predict");
        fields.Require(config.NormEpsilon > 0, "layer_norm_epsilon", "a number above 0");
        fields.Require(config.InitializerRange > 0, "initializer_range", "a number above 0");
    }

    private static void RefuseOptions(ConfigFields fields)
    {
        fields.Require(fields.Value("model_type", "gpt2") == "gpt2", "model_type", "\"gpt2\"");
        fields.Require(fields.Value("scale_attn_weights", true), "scale_attn_weights", "true");
        string[] refused = ["scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn", "add_cross_attention"];
        foreach (var field in refused)
        {
            fields.Require(!fields.Value(field, false), field, "false");
        }

        fields.Require(fields.IsNull("quantization_config"), "quantization_config", "none");
    }
}
