namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// What tells the members of the Llama family apart: which options their config.json has, and what holds in Hugging
/// Face's code where it is silent.
/// </summary>
internal sealed record DecoderFamily
{
    /// <summary>Of <c>LlamaForCausalLM</c>.</summary>
    public static DecoderFamily Llama { get; } = new()
    {
        ModelType = "llama",
        MaximumLength = 2048,
        HasAttentionBiasOption = true,
        HasFeedForwardBiasOption = true,
    };

    /// <summary>Of <c>MistralForCausalLM</c>: a token may see only the tokens shortly before it.</summary>
    public static DecoderFamily Mistral { get; } = new()
    {
        ModelType = "mistral",
        KeyHeadCount = 8,
        MaximumLength = 131_072,
        Window = WindowOption.EveryLayer,
    };

    /// <summary>Of <c>Qwen2ForCausalLM</c>: queries, keys and values have biases.</summary>
    public static DecoderFamily Qwen2 { get; } = new()
    {
        ModelType = "qwen2",
        KeyHeadCount = 32,
        MaximumLength = 32_768,
        AlwaysHasAttentionBias = true,
        Window = WindowOption.ByLayer,
    };

    /// <summary>Of <c>Qwen3ForCausalLM</c>: queries and keys are normed head by head.</summary>
    public static DecoderFamily Qwen3 { get; } = new()
    {
        ModelType = "qwen3",
        KeyHeadCount = 32,
        HeadWidth = 128,
        MaximumLength = 32_768,
        HasAttentionBiasOption = true,
        HasHeadNorms = true,
        Window = WindowOption.ByLayer,
    };

    /// <summary>Which layers a window may bound.</summary>
    internal enum WindowOption
    {
        /// <summary>No layer.</summary>
        None,

        /// <summary>All of them, by <c>sliding_window</c>, 4096 where it is missing.</summary>
        EveryLayer,

        /// <summary>
        /// Those from <c>max_window_layers</c> on, or those that <c>layer_types</c> names; with <c>use_sliding_window</c> only.
        /// </summary>
        ByLayer,
    }

    /// <summary><c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Where <c>num_key_value_heads</c> is missing; null for as many as there are query heads.</summary>
    public int? KeyHeadCount { get; init; }

    /// <summary>Where <c>head_dim</c> is missing; null for the hidden size divided by the number of heads.</summary>
    public int? HeadWidth { get; init; }

    /// <summary>Where <c>max_position_embeddings</c> is missing.</summary>
    public required int MaximumLength { get; init; }

    /// <summary><c>attention_bias</c> adds a bias to all four projections of attention.</summary>
    public bool HasAttentionBiasOption { get; init; }

    /// <summary>Queries, keys and values have a bias, the output has none.</summary>
    public bool AlwaysHasAttentionBias { get; init; }

    /// <summary><c>mlp_bias</c> adds a bias to the three projections of the feed-forward block.</summary>
    public bool HasFeedForwardBiasOption { get; init; }

    /// <summary>Queries and keys are normed before they are turned.</summary>
    public bool HasHeadNorms { get; init; }

    /// <summary>Which layers a window may bound.</summary>
    public WindowOption Window { get; init; }
}
