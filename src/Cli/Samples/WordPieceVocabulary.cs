namespace FedK8s.Cli.Samples;

/// <summary>
/// A WordPiece vocabulary by a simple rule, in this order: BERT's special tokens; every character of the texts, at the
/// start of a word and, after ##, within one; every ending of two or three letters that twenty words share, after ##;
/// every word that occurs twice. Each group is in ordinal order.
/// </summary>
internal static class WordPieceVocabulary
{
    private const int LeastUses = 2;
    private const int LeastWordsOfEnding = 20;

    private static readonly int[] EndingLengths = [2, 3];

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The pieces by id, none twice.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts)
    {
        var uses = texts.SelectMany(Words).CountBy(word => word, StringComparer.Ordinal).ToArray();
        var characters = Sorted(uses.SelectMany(word => word.Key).Select(character => character.ToString()));
        var endings = uses
            .Select(word => word.Key)
            .SelectMany(word => EndingLengths.Where(length => word.Length > length).Select(length => word[^length..]))
            .CountBy(ending => ending, StringComparer.Ordinal)
            .Where(ending => ending.Value >= LeastWordsOfEnding)
            .Select(ending => $"##{ending.Key}");
        var words = uses.Where(word => word.Value >= LeastUses).Select(word => word.Key);
        return
        [
            .. Special.Concat(characters)
                .Concat(characters.Select(character => $"##{character}"))
                .Concat(Sorted(endings))
                .Concat(Sorted(words))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    // As BERT's tokenizer cuts: at white space, and before and after every other character that is no letter or digit.
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                yield return text[start..i].ToLowerInvariant();
            }

            if (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                yield return text[i].ToString();
            }

            start = i + 1;
        }
    }

    private static string[] Sorted(IEnumerable<string> pieces) =>
        [.. pieces.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
