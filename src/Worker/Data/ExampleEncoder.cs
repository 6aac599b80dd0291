namespace FedK8s.Worker.Data;

/// <summary>Turns text into token ids with their loss mask, cut to the longest sequence the model takes.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxSequenceLength">Tokens of an example, end token included; at least 2.</param>
internal sealed class ExampleEncoder(ITokenizer tokenizer, int maxSequenceLength)
{
    /// <summary>Examples so far that were longer than the limit.</summary>
    public int CutCount { get; private set; }

    /// <summary>
    /// A plain text becomes its tokens and the end token, all but the first predicted; what exceeds the limit is cut
    /// off its end. A prompt with a completion becomes both and the end token, only the completion and the end
    /// predicted; what exceeds the limit is cut off the prompt's start, down to one token of it, and then off the
    /// completion's end. A text with a label becomes its tokens between the tokenizer's special ones; what exceeds the
    /// limit is cut off the text's end.
    /// </summary>
    public EncodedExample Encode(Example example)
    {
        if (example.Label is not null)
        {
            return EncodeLabelled(example);
        }

        var prompt = example.Prompt is null ? [] : tokenizer.Encode(example.Prompt);
        int[] learnt = [.. tokenizer.Encode(example.Completion), tokenizer.EndId];
        var excess = prompt.Length + learnt.Length - maxSequenceLength;
        if (excess > 0)
        {
            CutCount++;
            prompt = prompt[Math.Min(excess, Math.Max(0, prompt.Length - 1))..];
            learnt = learnt[..Math.Min(learnt.Length, maxSequenceLength - prompt.Length)];
        }

        return new([.. prompt, .. learnt], Math.Max(1, prompt.Length));
    }

    /// <summary>
    /// A long text as consecutive windows of the limit's length. Neighbours share one token, so that every token but
    /// the text's first is predicted once; the last window ends with the end token and may be shorter.
    /// </summary>
    public IReadOnlyList<EncodedExample> EncodeWindows(string text)
    {
        int[] tokens = [.. tokenizer.Encode(text), tokenizer.EndId];
        var windows = new List<EncodedExample>();
        for (var start = 0; start < tokens.Length - 1; start += maxSequenceLength - 1)
        {
            windows.Add(new(tokens[start..Math.Min(tokens.Length, start + maxSequenceLength)], FirstTarget: 1));
        }

        return windows;
    }

    private EncodedExample EncodeLabelled(Example example)
    {
        var tokens = tokenizer.Encode(example.Completion);
        var room = maxSequenceLength - tokenizer.Frame([]).Length;
        if (tokens.Length > room)
        {
            CutCount++;
            tokens = tokens[..Math.Max(0, room)];
        }

        return new(tokenizer.Frame(tokens), FirstTarget: 1, example.Label);
    }
}
