namespace FedK8s.Worker.Data.Tokenizers.Templates;

/// <summary>What a tokenizer puts around a text, such as <c>[CLS]</c> and <c>[SEP]</c>.</summary>
/// <param name="Opening">Ids before the text; may be empty.</param>
/// <param name="Closing">Ids after the text; may be empty.</param>
internal sealed record SequenceTemplate(IReadOnlyList<int> Opening, IReadOnlyList<int> Closing)
{
    /// <summary>Nothing around the text.</summary>
    public static SequenceTemplate None { get; } = new([], []);

    /// <summary>Ids that the template adds.</summary>
    public int Count => Opening.Count + Closing.Count;

    /// <summary>A text's ids with the template's around them.</summary>
    public int[] Around(ReadOnlySpan<int> tokens) => [.. Opening, .. tokens, .. Closing];
}
