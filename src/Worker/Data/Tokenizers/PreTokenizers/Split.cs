namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Cuts where a pattern matches.</summary>
/// <param name="pattern">What is looked for.</param>
/// <param name="behavior">What becomes of a match.</param>
/// <param name="isInverted">Whether what lies between the matches counts as the match.</param>
internal sealed class Split(IPattern pattern, SplitBehavior behavior, bool isInverted = false) : IPreTokenizer
{
    void IPreTokenizer.Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        var spans = new List<PatternSpan>();
        pattern.Find(text, spans);
        for (var i = 0; i < spans.Count; i++)
        {
            var start = spans[i].Start;
            if (behavior == SplitBehavior.Removed && IsMatch(spans, i))
            {
                continue;
            }

            while (i + 1 < spans.Count && IsJoined(spans, i))
            {
                i++;
            }

            sink.Take(text[start..spans[i].End], isAtStart && start == 0);
        }
    }

    // Whether the span at i and its neighbour on the right are one piece.
    private bool IsJoined(List<PatternSpan> spans, int i) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => !IsMatch(spans, i) && IsMatch(spans, i + 1),
        SplitBehavior.MergedWithNext => IsMatch(spans, i) && !IsMatch(spans, i + 1),
        SplitBehavior.Contiguous => IsMatch(spans, i) == IsMatch(spans, i + 1),
        _ => false,
    };

    private bool IsMatch(List<PatternSpan> spans, int i) => spans[i].IsMatch != isInverted;
}
