using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Data;

/// <summary>Turns text into token ids with their loss mask, cut to the longest sequence the model takes.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="maxSequenceLength">Tokens of an example, end token included; at least 2.</param>
internal sealed class ExampleEncoder(ITokenizer tokenizer, int maxSequenceLength)
{
    private readonly int[] _start = tokenizer.StartId is { } start ? [start] : [];

    /// <summary>Examples so far that were longer than the limit.</summary>
    public int CutCount { get; private set; }

    /// <summary>
    /// A plain text becomes its tokens and the end token, all but the first predicted; what exceeds the limit is cut
    /// off its end. A prompt with a completion becomes both and the end token, only the completion and the end
    /// predicted; what exceeds the limit is cut off the prompt's start, down to one token of it, and then off the
    /// completion's end. Where the tokenizer has a start token, it comes first, is never predicted and never cut. A text
    /// with a label becomes its tokens inside the tokenizer's template; what exceeds the limit is cut off the text's end.
    /// </summary>
    public EncodedExample Encode(Example example)
    {
        if (example.Label is not null)
        {
            return EncodeLabelled(example);
        }

        var (prompt, learnt) = example.IsConversation ? EncodeConversation(example) : EncodeTexts(example);
        var limit = maxSequenceLength - _start.Length;
        var excess = prompt.Length + learnt.Length - limit;
        if (excess > 0)
        {
            CutCount++;
            var kept = 1 - _start.Length; // something must come before the first token that is predicted
            prompt = prompt[Math.Min(excess, Math.Max(0, prompt.Length - kept))..];
            learnt = learnt[..Math.Min(learnt.Length, limit - prompt.Length)];
        }

        return new([.. _start, .. prompt, .. learnt], Math.Max(1, _start.Length + prompt.Length));
    }

    /// <summary>
    /// A long text as consecutive windows of the limit's length. Neighbours share one token, so that every token but
    /// the first is predicted once; the first window begins with the start token, where the tokenizer has one, and the
    /// last ends with the end token and may be shorter.
    /// </summary>
    public IReadOnlyList<EncodedExample> EncodeWindows(string text)
    {
        int[] tokens = [.. _start, .. tokenizer.Encode(text), tokenizer.EndId];
        var windows = new List<EncodedExample>();
        for (var start = 0; start < tokens.Length - 1; start += maxSequenceLength - 1)
        {
            windows.Add(new(tokens[start..Math.Min(tokens.Length, start + maxSequenceLength)], FirstTarget: 1));
        }

        return windows;
    }

    private (int[] Prompt, int[] Learnt) EncodeTexts(Example example) => (
        example.Prompt is null ? [] : tokenizer.Encode(example.Prompt),
        [.. tokenizer.Encode(example.Completion), tokenizer.EndId]);

    // A template spells out its special tokens; those that every example has are not added again. A token that spans the
    // place where the answer begins belongs to the answer.
    private (int[] Prompt, int[] Learnt) EncodeConversation(Example example)
    {
        var whole = tokenizer.Encode(example.Prompt + example.Completion);
        var promptLength = whole.AsSpan().CommonPrefixLength(tokenizer.Encode(example.Prompt ?? ""));
        var skipped = whole.AsSpan(0, promptLength).StartsWith(_start) ? _start.Length : 0;
        var learnt = whole[promptLength..];
        return (whole[skipped..promptLength], learnt.Contains(tokenizer.EndId) ? learnt : [.. learnt, tokenizer.EndId]);
    }

    private EncodedExample EncodeLabelled(Example example)
    {
        var tokens = tokenizer.Encode(example.Completion);
        CutCount += tokens.Length > maxSequenceLength - tokenizer.Template.Count ? 1 : 0;
        return new(tokenizer.Template.Around(tokens, maxSequenceLength), FirstTarget: 1, example.Label);
    }
}
