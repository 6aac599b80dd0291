namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>What a folder's small files leave unsaid goes by its family.</summary>
internal enum TokenizerFamily
{
    /// <summary>None of the others: nothing goes without saying.</summary>
    Other,

    /// <summary>WordPiece between <c>[CLS]</c> and <c>[SEP]</c>.</summary>
    Bert,

    /// <summary>GPT-2's bytes between <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    Roberta,

    /// <summary>GPT-2's bytes with <c>&lt;|endoftext|&gt;</c>.</summary>
    Gpt2,

    /// <summary>SentencePiece's byte pairs after <c>&lt;s&gt;</c>.</summary>
    Llama,

    /// <summary>Bytes in Qwen's pieces.</summary>
    Qwen2,
}
