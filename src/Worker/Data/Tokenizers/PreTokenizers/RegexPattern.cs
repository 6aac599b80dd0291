using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>
/// A regular expression that no scanner here knows. .NET matches UTF-16 units, so a letter outside the first plane would be
/// two unknown symbols: the text is matched in the shadow of itself, where such a character is one of its category.
/// </summary>
internal sealed class RegexPattern : IPattern
{
    // A backtracking expression on a hostile text; ordinary ones take microseconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<UnicodeCategory, char> Shadows = new()
    {
        [UnicodeCategory.UppercaseLetter] = '\u1E9E',
        [UnicodeCategory.LowercaseLetter] = '\u1E9F',
        [UnicodeCategory.ModifierLetter] = '\u1D2C',
        [UnicodeCategory.OtherLetter] = '\u30A2',
        [UnicodeCategory.NonSpacingMark] = '\u1DC0',
        [UnicodeCategory.SpacingCombiningMark] = '\u0903',
        [UnicodeCategory.DecimalDigitNumber] = '\u0E50',
        [UnicodeCategory.LetterNumber] = '\u2160',
        [UnicodeCategory.OtherNumber] = '\u2460',
        [UnicodeCategory.OtherPunctuation] = '\u2020',
        [UnicodeCategory.DashPunctuation] = '\u2E3A',
        [UnicodeCategory.MathSymbol] = '\u2200',
        [UnicodeCategory.CurrencySymbol] = '\u20A0',
        [UnicodeCategory.OtherSymbol] = '\u2600',
        [UnicodeCategory.Format] = '\u2060',
        [UnicodeCategory.PrivateUse] = '\uE000',
    };

    private const char UnassignedShadow = '\uFFFE';

    private readonly Regex _regex;

    /// <param name="expression">What tokenizers write as <c>Regex</c>.</param>
    /// <exception cref="ArgumentException">.NET has no such expression.</exception>
    public RegexPattern(string expression)
    {
        try
        {
            _regex = new(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            _regex = new(expression, RegexOptions.CultureInvariant, Limit); // it looks ahead or behind
        }
    }

    /// <exception cref="RunFailedException">The expression takes too long on this text (FK3004).</exception>
    public void Find(ReadOnlySpan<char> text, List<PatternSpan> spans)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Find(text, starts: null, spans);
            return;
        }

        var shadow = ArrayPool<char>.Shared.Rent(text.Length);
        var starts = new int[text.Length + 1];
        var count = 0;
        var start = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            shadow[count] = rune.IsBmp
                ? (char)rune.Value
                : Shadows.GetValueOrDefault(Rune.GetUnicodeCategory(rune), UnassignedShadow);
            starts[count++] = start;
            start += rune.Utf16SequenceLength;
        }

        starts[count] = start;
        Find(shadow.AsSpan(0, count), starts, spans);
        ArrayPool<char>.Shared.Return(shadow);
    }

    private void Find(ReadOnlySpan<char> text, int[]? starts, List<PatternSpan> spans)
    {
        var gap = 0;
        try
        {
            foreach (var match in _regex.EnumerateMatches(text))
            {
                Add(gap, match.Index, isMatch: false);
                Add(match.Index, match.Index + match.Length, isMatch: true);
                gap = match.Index + match.Length;
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new RunFailedException(
                ExitCodes.UnsupportedModel,
                $"the tokenizer's expression {_regex} took longer than {Limit.TotalSeconds:F0} s on a text of "
                + $"{text.Length} characters; choose another tokenizer or shorten the text.",
                exception);
        }

        Add(gap, text.Length, isMatch: false);

        void Add(int from, int to, bool isMatch)
        {
            if (from < to)
            {
                spans.Add(starts is null ? new(from, to, isMatch) : new(starts[from], starts[to], isMatch));
            }
        }
    }
}
