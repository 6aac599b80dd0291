using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>Each against pieces that were cut by hand.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("it's 7 o'clock  now", new[] { "it", "'s", " 7", " o", "'", "clock", " ", " now" })]
    [InlineData("a \n\n b", new[] { "a", " \n\n", " b" })]
    [InlineData("x = 3;  ", new[] { "x", " =", " 3", ";", "  " })]
    public void Gpt2_keeps_a_space_with_the_word_after_it(string text, string[] pieces) =>
        Assert.Equal(pieces, Pieces.Of(Patterns.Gpt2, text));

    [Theory]
    [InlineData("IT'S 12345", new[] { "IT", "'S", " ", "123", "45" })]
    [InlineData("it'ſb", new[] { "it", "'ſ", "b" })]
    [InlineData("a\r\n\r\n  b();\n\n", new[] { "a", "\r\n\r\n", " ", " b", "();\n\n" })]
    public void Llama3_cuts_digits_by_three_and_keeps_line_ends_with_symbols(string text, string[] pieces) =>
        Assert.Equal(pieces, Pieces.Of(new ScannedPieces(new WordScanner(digitLimit: 3)), text));

    [Theory]
    [InlineData((int)SplitBehavior.Removed, new[] { "the", "final", "countdown" })]
    [InlineData((int)SplitBehavior.Isolated, new[] { "the", "-", "final", "-", "-", "countdown" })]
    [InlineData((int)SplitBehavior.MergedWithPrevious, new[] { "the-", "final-", "-", "countdown" })]
    [InlineData((int)SplitBehavior.MergedWithNext, new[] { "the", "-final", "-", "-countdown" })]
    [InlineData((int)SplitBehavior.Contiguous, new[] { "the", "-", "final", "--", "countdown" })]
    public void A_split_does_with_its_match_what_its_behavior_says(int behavior, string[] pieces) =>
        Assert.Equal(pieces, Pieces.Of(new Split(new LiteralPattern("-"), (SplitBehavior)behavior), "the-final--countdown"));

    [Fact]
    public void An_inverted_split_keeps_the_matches() =>
        Assert.Equal(
            ["ab", "12"],
            Pieces.Of(new Split(new RegexPattern(@"\w+"), SplitBehavior.Removed, isInverted: true), "ab, 12!"));

    [Fact]
    public void An_expression_sees_a_letter_outside_the_first_plane_as_a_letter() =>
        Assert.Equal(
            ["𝒜𐐷b", "👍"], Pieces.Of(new Split(new RegexPattern(@"\p{L}+"), SplitBehavior.Isolated), "𝒜𐐷b👍"));

    [Fact]
    public void Bert_sets_punctuation_apart() =>
        Assert.Equal(["don", "'", "t", "$", "5", "。", "ok"], Pieces.Of(Runs.Bert, " don't $5。\u3000ok "));

    [Fact]
    public void Whitespace_keeps_punctuation_together() =>
        Assert.Equal(["a_b", "!?", "é\u0301", "…"], Pieces.Of(Runs.Whitespace, "a_b!? é\u0301… "));

    [Fact]
    public void WhitespaceSplit_cuts_nowhere_else() =>
        Assert.Equal(["a,b", "c."], Pieces.Of(Runs.WhitespaceSplit, "\ta,b\u00a0c.\n"));

    [Theory]
    [InlineData(true, new[] { "a", "1", "2", "½", "b" })]
    [InlineData(false, new[] { "a", "12½", "b" })]
    public void Digits_are_pieces_alone_or_together(bool isEach, string[] pieces) =>
        Assert.Equal(
            pieces,
            Pieces.Of(new Split(Patterns.Digit, isEach ? SplitBehavior.Isolated : SplitBehavior.Contiguous), "a12½b"));

    [Fact]
    public void Punctuation_is_isolated() =>
        Assert.Equal(["a", ".", "+", "b"], Pieces.Of(new Split(Patterns.Punctuation, SplitBehavior.Isolated), "a.+b"));

    [Theory]
    [InlineData((int)PrependScheme.Always, false, new[] { "▁Hey", "▁you", "▁", "▁there" })]
    [InlineData((int)PrependScheme.First, true, new[] { "▁Hey", "▁you", "▁", "▁there" })]
    [InlineData((int)PrependScheme.First, false, new[] { "Hey", "▁you", "▁", "▁there" })]
    [InlineData((int)PrependScheme.Never, true, new[] { "Hey", "▁you", "▁", "▁there" })]
    public void Metaspace_begins_a_word_with_its_sign(int scheme, bool isAtStart, string[] pieces) =>
        Assert.Equal(pieces, Pieces.Of(new Metaspace('▁', (PrependScheme)scheme, isSplitting: true), "Hey you  there", isAtStart));

    [Fact]
    public void Metaspace_adds_no_sign_before_a_space() =>
        Assert.Equal(["▁a▁b"], Pieces.Of(new Metaspace('▁', PrependScheme.Always, isSplitting: false), " a b"));

    [Fact]
    public void In_a_sequence_each_cuts_what_the_one_before_left() =>
        Assert.Equal(
            ["a", "1", "2", "b"],
            Pieces.Of(new PreTokenizerSequence([Runs.WhitespaceSplit, new Split(Patterns.Digit, SplitBehavior.Isolated)]), "a12 b"));

    [Fact]
    public void Words_start_at_the_first_sign_of_a_run() =>
        Assert.Equal(["▁▁a", "▁b", "▁▁"], Pieces.Of(new WordStarts(), "▁▁a▁b▁▁"));
}
