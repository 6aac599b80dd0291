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

    /// <summary>
    /// The text's ids with the template's around them; the text's end is cut where both exceed the limit.
    /// </summary>
    /// <param name="tokens">Of the text, without special tokens.</param>
    /// <param name="limit">Ids of the result at most, at least <see cref="Count"/>.</param>
    public int[] Around(ReadOnlySpan<int> tokens, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Count);
        tokens = tokens[..Math.Min(tokens.Length, limit - Count)];
        return [.. Opening, .. tokens, .. Closing];
    }
}
