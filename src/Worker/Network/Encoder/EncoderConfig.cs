namespace FedK8s.Worker.Network.Encoder;

/// <summary>The shape of a BERT-family encoder; the fields of config.json under our own names.</summary>
internal sealed record EncoderConfig
{
    /// <summary>V, <c>vocab_size</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>C, <c>hidden_size</c>: the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>F, <c>intermediate_size</c>: the inner width of the feed-forward block.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary><c>num_hidden_layers</c>.</summary>
    public required int LayerCount { get; init; }

    /// <summary>H, <c>num_attention_heads</c>: each C / H wide.</summary>
    public required int HeadCount { get; init; }

    /// <summary><c>layer_norm_eps</c>.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary><c>hidden_act</c>: between the two layers of the feed-forward block.</summary>
    public required Activation Activation { get; init; }

    /// <summary><c>max_position_embeddings</c>: rows of the position table.</summary>
    public required int PositionCount { get; init; }

    /// <summary><c>type_vocab_size</c>: rows of the token-type table; a single text is all of type 0.</summary>
    public required int TokenTypeCount { get; init; }

    /// <summary>
    /// <c>pad_token_id</c> where positions are counted from behind it and filling has none (RoBERTa); null where they
    /// are counted from 0 (BERT).
    /// </summary>
    public required int? PositionPaddingId { get; init; }

    /// <summary><c>initializer_range</c>: the standard deviation of new matrices.</summary>
    public required double InitializerRange { get; init; }

    /// <summary><c>tie_word_embeddings</c>: the embedding matrix is the output matrix of masked language models.</summary>
    public required bool HasTiedEmbeddings { get; init; }

    /// <summary>The labels of a classifier in the order of their ids (<c>id2label</c>); empty where there are none.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The longest text, special tokens included.</summary>
    public int MaximumLength => PositionCount - FirstPosition;

    /// <summary>The row of the position table that a text's first token takes.</summary>
    public int FirstPosition => PositionPaddingId + 1 ?? 0;
}
