using System.Buffers;
using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.AddedTokens;

/// <summary>Finds added tokens in a text: the leftmost first, and of those that begin there the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly TextTree<AddedToken> _tokens = new();
    private readonly SearchValues<char> _firstCharacters;

    /// <param name="tokens">With the text to look for, which is not always the token's own.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        var first = new HashSet<char>();
        foreach (var (text, token) in tokens.Where(token => token.Text.Length > 0))
        {
            _tokens.Add(text, token);
            first.Add(text[0]);
        }

        _firstCharacters = SearchValues.Create([.. first]);
    }

    /// <summary>Cuts a text into added tokens and what lies between them, in order; none is empty.</summary>
    public List<TextSegment> Split(string text)
    {
        var segments = new List<TextSegment>(1);
        var done = 0;
        var position = 0;
        while (Find(text, position) is (AddedToken token, var start, var end))
        {
            position = end;
            if (token.IsWholeWord && !IsWholeWord(text, start, end))
            {
                continue;
            }

            start = Math.Max(done, token.TakesSpaceBefore ? text.AsSpan(0, start).TrimEnd().Length : start);
            end = token.TakesSpaceAfter ? text.Length - text.AsSpan(end).TrimStart().Length : end;
            if (start > done)
            {
                segments.Add(new(null, done, start));
            }

            segments.Add(new(token, start, end));
            (done, position) = (end, end);
        }

        if (done < text.Length)
        {
            segments.Add(new(null, done, text.Length));
        }

        return segments;
    }

    private (AddedToken? Token, int Start, int End) Find(string text, int position)
    {
        while (true)
        {
            var distance = text.AsSpan(position).IndexOfAny(_firstCharacters);
            if (distance < 0)
            {
                return default;
            }

            position += distance;
            if (_tokens.FindLongest(text.AsSpan(position), out var length) is { } token)
            {
                return (token, position, position + length);
            }

            position++;
        }
    }

    private static bool IsWholeWord(string text, int start, int end) =>
        !(Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) == OperationStatus.Done
            && CharacterKinds.IsWord(before))
        && !(Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _) == OperationStatus.Done
            && CharacterKinds.IsWord(after));
}
