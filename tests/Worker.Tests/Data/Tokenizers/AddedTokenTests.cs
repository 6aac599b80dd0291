using FedK8s.Worker.Data.Tokenizers.AddedTokens;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class AddedTokenTests
{
    [Fact]
    public void The_longest_of_those_that_begin_at_the_same_place_is_found() =>
        Assert.Equal(["1:<a>", "x", "2:<a><b>", "<b>"], Split("<a>x<a><b><b>", new(1, "<a>"), new(2, "<a><b>")));

    [Fact]
    public void The_leftmost_comes_before_a_longer_one() =>
        Assert.Equal(["1:ab", "cd"], Split("abcd", new(1, "ab"), new(2, "bcd")));

    [Fact]
    public void A_token_takes_in_white_space_where_it_says_so() =>
        Assert.Equal(
            ["a", "1: \t<m> ", "b"],
            Split("a \t<m> b", new AddedToken(1, "<m>") { TakesSpaceBefore = true, TakesSpaceAfter = true }));

    [Theory]
    [InlineData("cat", new[] { "1:cat" })]
    [InlineData("a cat.", new[] { "a ", "1:cat", "." })]
    [InlineData("concat cats _cat cat2 écat 𝒜cat", new[] { "concat cats _cat cat2 écat 𝒜cat" })]
    [InlineData("👍cat-", new[] { "👍", "1:cat", "-" })]
    public void A_whole_word_has_no_word_beside_it(string text, string[] wanted) =>
        Assert.Equal(wanted, Split(text, new AddedToken(1, "cat") { IsWholeWord = true }));

    [Fact]
    public void Without_tokens_a_text_is_one_segment() => Assert.Equal(["abc"], Split("abc"));

    [Fact]
    public void An_empty_text_has_no_segment() => Assert.Empty(Split("", new AddedToken(1, "a")));

    private static IEnumerable<string> Split(string text, params AddedToken[] tokens) =>
        new AddedTokenFinder(tokens.Select(token => (token.Content, token))).Split(text)
            .Select(segment => $"{(segment.Token is { } token ? $"{token.Id}:" : "")}{text[segment.Start..segment.End]}");
}
