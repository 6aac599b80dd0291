using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Characters of a kind; each is a match of its own.</summary>
internal sealed class CharacterPattern(Func<Rune, bool> isOfKind) : IPattern
{
    public void Find(ReadOnlySpan<char> text, List<PatternSpan> spans)
    {
        var gap = 0;
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = position + rune.Utf16SequenceLength;
            if (isOfKind(rune))
            {
                if (gap < position)
                {
                    spans.Add(new(gap, position, IsMatch: false));
                }

                spans.Add(new(position, end, IsMatch: true));
                gap = end;
            }

            position = end;
        }

        if (gap < position)
        {
            spans.Add(new(gap, position, IsMatch: false));
        }
    }
}
