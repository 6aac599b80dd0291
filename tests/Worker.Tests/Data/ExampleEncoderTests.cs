using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data;

public sealed class ExampleEncoderTests
{
    private const int A = 'a' + 3;
    private const int B = 'b' + 3;
    private const int C = 'c' + 3;
    private const int D = 'd' + 3;
    private const int End = 1;

    [Fact]
    public void Only_completion_and_end_are_predicted()
    {
        var encoded = Encoder(8).Encode(new("ab", "cd"));

        Assert.Equal([A, B, C, D, End], encoded.Tokens);
        Assert.Equal(2, encoded.FirstTarget);
        Assert.Equal(3, encoded.TargetCount);
    }

    [Fact]
    public void Of_a_plain_text_everything_but_the_first_token_is_predicted()
    {
        var encoded = Encoder(8).Encode(new(null, "abc"));

        Assert.Equal([A, B, C, End], encoded.Tokens);
        Assert.Equal(1, encoded.FirstTarget);
    }

    [Theory]
    [InlineData(4, new[] { B, C, D, End }, 1)]
    [InlineData(3, new[] { B, C, D }, 1)]
    [InlineData(2, new[] { B, C }, 1)]
    public void A_long_example_loses_the_start_of_its_prompt_first(int limit, int[] tokens, int firstTarget)
    {
        var encoded = Encoder(limit).Encode(new("ab", "cd"));

        Assert.Equal(tokens, encoded.Tokens);
        Assert.Equal(firstTarget, encoded.FirstTarget);
    }

    [Fact]
    public void A_long_plain_text_loses_its_end() =>
        Assert.Equal([A, B, C], Encoder(3).Encode(new(null, "abcd")).Tokens);

    [Fact]
    public void Cut_examples_are_counted()
    {
        var encoder = Encoder(4);
        encoder.Encode(new("a", "bc"));
        encoder.Encode(new("a", "bcd"));
        encoder.Encode(new(null, "abcd"));

        Assert.Equal(2, encoder.CutCount);
    }

    [Fact]
    public void Windows_of_a_text_predict_every_token_but_the_first_exactly_once()
    {
        var windows = Encoder(3).EncodeWindows("abcd");

        Assert.Equal([[A, B, C], [C, D, End]], windows.Select(window => window.Tokens));
        Assert.Equal(4, windows.Sum(window => window.TargetCount));
    }

    [Fact]
    public void The_last_window_may_be_shorter() =>
        Assert.Equal([[A, B, C], [C, End]], Encoder(3).EncodeWindows("abc").Select(window => window.Tokens));

    [Theory]
    [InlineData("ab", "c", 8, new[] { 2, A, B, C, End }, 3)]
    [InlineData("ab", "c", 4, new[] { 2, B, C, End }, 2)]
    [InlineData("ab", "c", 2, new[] { 2, C }, 1)]
    [InlineData(null, "ab", 3, new[] { 2, A, B }, 1)]
    public void A_start_token_comes_first_and_is_never_cut(
        string? prompt, string completion, int limit, int[] tokens, int firstTarget)
    {
        var encoded = new ExampleEncoder(new StartingTokenizer(), limit).Encode(new(prompt, completion));

        Assert.Equal(tokens, encoded.Tokens);
        Assert.Equal(firstTarget, encoded.FirstTarget);
    }

    [Fact]
    public void The_first_window_of_a_text_begins_with_the_start_token() =>
        Assert.Equal(
            [[2, A, B], [B, C, End]],
            new ExampleEncoder(new StartingTokenizer(), 3).EncodeWindows("abc").Select(window => window.Tokens));

    private static ExampleEncoder Encoder(int maxSequenceLength) => new(new ByteTokenizer(), maxSequenceLength);
}
