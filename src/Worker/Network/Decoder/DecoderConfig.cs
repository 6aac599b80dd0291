namespace FedK8s.Worker.Network.Decoder;

/// <summary>The shape of a Llama-family decoder; the fields of config.json under our own names.</summary>
internal sealed record DecoderConfig
{
    /// <summary>V, <c>vocab_size</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>C, <c>hidden_size</c>: the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary><c>intermediate_size</c>: the inner width of the feed-forward block.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary><c>num_hidden_layers</c>.</summary>
    public required int LayerCount { get; init; }

    /// <summary>H, <c>num_attention_heads</c>: query heads.</summary>
    public required int QueryHeadCount { get; init; }

    /// <summary>K, <c>num_key_value_heads</c>: each serves H / K query heads.</summary>
    public required int KeyHeadCount { get; init; }

    /// <summary>D, <c>head_dim</c>: even; H * D need not be C.</summary>
    public required int HeadWidth { get; init; }

    /// <summary><c>rms_norm_eps</c>.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary><c>rope_theta</c>: the base of the rotary frequencies.</summary>
    public required double RotaryBase { get; init; }

    /// <summary><c>rope_scaling</c>: how the rotary frequencies are changed; null where they are not.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Whether the projections to queries, keys and values add a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Whether the projection of what was attended adds a bias.</summary>
    public bool HasAttentionOutputBias { get; init; }

    /// <summary><c>mlp_bias</c>: whether the projections of the feed-forward block add a bias.</summary>
    public bool HasFeedForwardBias { get; init; }

    /// <summary>Whether queries and keys are normed, head by head, before they are turned.</summary>
    public bool HasHeadNorms { get; init; }

    /// <summary>
    /// For each layer how many tokens one sees, itself and those just before it; null for all that came before.
    /// </summary>
    public required IReadOnlyList<int?> Windows { get; init; }

    /// <summary><c>max_position_embeddings</c>.</summary>
    public required int MaximumLength { get; init; }

    /// <summary><c>tie_word_embeddings</c>: the embedding matrix is the output matrix.</summary>
    public required bool HasTiedEmbeddings { get; init; }

    /// <summary><c>initializer_range</c>: the standard deviation of new matrices.</summary>
    public required double InitializerRange { get; init; }
}
