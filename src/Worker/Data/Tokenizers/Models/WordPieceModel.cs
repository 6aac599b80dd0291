namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// WordPiece (arXiv:1609.08144 as BERT uses it): from the left, always the longest token that the rest of the word begins
/// with; a word that cannot be written so is unknown as a whole.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly int _unknownId;
    private readonly int _longestWord;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuations;
    private readonly int _longestToken;

    /// <param name="vocabulary">Tokens that continue a word begin with <paramref name="continuingPrefix"/>.</param>
    /// <param name="unknownId">For a word that cannot be written in tokens.</param>
    /// <param name="continuingPrefix">Usually <c>##</c>.</param>
    /// <param name="longestWord">In characters; a longer one is unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, int unknownId, string continuingPrefix, int longestWord)
    {
        (_vocabulary, _unknownId, _longestWord) = (vocabulary, unknownId, longestWord);
        var continuations = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in vocabulary.Ids)
        {
            _longestToken = Math.Max(_longestToken, token.Length);
            if (token.StartsWith(continuingPrefix, StringComparison.Ordinal))
            {
                continuations[token[continuingPrefix.Length..]] = id;
            }
        }

        _continuations = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Encode(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        var first = tokens.Count;
        var start = IsTooLong(word) ? -1 : 0;
        while (start >= 0 && start < word.Length)
        {
            var length = AddLongest(word[start..], start > 0, tokens);
            start = length == 0 ? -1 : start + length;
        }

        if (start < 0)
        {
            tokens.CutTo(first);
            tokens.Add(_unknownId);
        }
    }

    private int AddLongest(ReadOnlySpan<char> rest, bool isContinuing, TokenBuffer tokens)
    {
        for (var length = Math.Min(rest.Length, _longestToken); length > 0; length--)
        {
            if (Find(rest[..length], isContinuing) is { } id)
            {
                tokens.Add(id);
                return length;
            }
        }

        return 0;
    }

    private int? Find(ReadOnlySpan<char> text, bool isContinuing) =>
        !isContinuing ? _vocabulary.Find(text)
        : _continuations.TryGetValue(text, out var id) ? id
        : null;

    // Characters, not UTF-16 units; only a word that may be too long is counted.
    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= _longestWord)
        {
            return false;
        }

        var count = 0;
        foreach (var _ in word.EnumerateRunes())
        {
            count++;
        }

        return count > _longestWord;
    }
}
