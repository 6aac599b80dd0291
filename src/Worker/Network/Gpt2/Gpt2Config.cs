namespace FedK8s.Worker.Network.Gpt2;

/// <summary>The shape of a GPT-2; the fields of config.json under our own names.</summary>
internal sealed record Gpt2Config
{
    /// <summary>V, <c>vocab_size</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>C, <c>n_embd</c>: the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary><c>n_inner</c>: the inner width of the feed-forward block.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary><c>n_layer</c>.</summary>
    public required int LayerCount { get; init; }

    /// <summary>H, <c>n_head</c>: a divisor of C.</summary>
    public required int HeadCount { get; init; }

    /// <summary><c>n_positions</c>.</summary>
    public required int MaximumLength { get; init; }

    /// <summary><c>layer_norm_epsilon</c>.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary><c>activation_function</c>.</summary>
    public required Gpt2Activation Activation { get; init; }

    /// <summary><c>tie_word_embeddings</c>: the embedding matrix is the output matrix.</summary>
    public required bool HasTiedEmbeddings { get; init; }

    /// <summary><c>initializer_range</c>: the standard deviation of new matrices.</summary>
    public required double InitializerRange { get; init; }
}
