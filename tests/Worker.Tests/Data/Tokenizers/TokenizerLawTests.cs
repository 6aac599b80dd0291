using System.Text;
using FedK8s.Core.Determinism;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class TokenizerLawTests
{
    private const string End = "<|endoftext|>";
    private const string Alphabet = "aeinrstdlmv'ASTé\u0301 \t\n\r\u00a0.,!-(0123½灯台\u200d\ud83d\udc4d\ud800\udc00\0";

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    public void Any_text_comes_back_from_its_bytes(string name)
    {
        var tokenizer = ReferenceTokenizer.Load(name, End);

        foreach (var text in RandomTexts(300).Select(Paired))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), isShowingSpecial: true));
        }
    }

    [Theory]
    [InlineData("gpt2", End)]
    [InlineData("llama2", "</s>")]
    [InlineData("bert", "[SEP]")]
    public void Ids_are_in_range_for_any_text(string name, string endToken)
    {
        var tokenizer = ReferenceTokenizer.Load(name, endToken);

        Assert.All(RandomTexts(300).SelectMany(tokenizer.Encode), id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_replacement_character()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", End);

        Assert.Equal(tokenizer.Encode("a\ufffdb\ufffd"), tokenizer.Encode("a\ud83db\udc4d"));
    }

    [Fact]
    public void An_added_token_separates_what_is_before_from_what_is_after()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", End);
        var texts = RandomTexts(50).Select(Paired).ToArray();

        foreach (var (before, after) in texts.Zip(texts.Reverse()))
        {
            int[] apart = [.. tokenizer.Encode(before), tokenizer.EndId, .. tokenizer.Encode(after)];
            Assert.Equal(apart, tokenizer.Encode(before + End + after));
        }
    }

    [Fact]
    public void Words_of_letters_after_spaces_can_be_encoded_one_by_one()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", End);
        string[] words = ["The", " keeper", " counted", " xyzzy", " lighthouse"];

        Assert.Equal(words.SelectMany(tokenizer.Encode), tokenizer.Encode(string.Concat(words)));
    }

    [Theory]
    [InlineData(Gpt2Scanner.Expression)]
    [InlineData(WordScanner.Llama3Expression)]
    [InlineData(WordScanner.Qwen2Expression)]
    public void A_scanner_cuts_as_its_expression_says(string expression)
    {
        var scanner = Patterns.SplitBy(expression, SplitBehavior.Isolated, isInverted: false);
        var regex = new Split(new RegexPattern(expression), SplitBehavior.Isolated);

        Assert.IsType<ScannedPieces>(scanner);
        foreach (var text in RandomTexts(2000).Select(Paired).Concat(ReferenceTokenizer.Texts).Where(IsTheSameToBoth))
        {
            Assert.Equal(Pieces.Of(regex, text), Pieces.Of(scanner, text));
        }
    }

    [Fact]
    public void Merging_a_long_word_gives_what_merging_a_short_one_would()
    {
        // Rules over two letters, so that words above and below the limit between the two ways see the same ones.
        MergeRule[] rules = [new(0, 1, 2), new(1, 0, 3), new(2, 2, 4), new(3, 3, 5), new(0, 0, 6), new(4, 4, 7), new(6, 2, 8)];
        var merges = new MergeTable(rules);
        var random = new SeededRandom(5);
        for (var i = 0; i < 500; i++)
        {
            int[] ids = [.. Enumerable.Range(0, 1 + random.Next(100)).Select(_ => random.Next(2))];
            var wanted = MergeByHand([.. ids], rules);

            Assert.Equal(wanted, ids[..merges.Apply(ids)]);
        }
    }

    [Theory]
    [InlineData("gpt2", End)]
    [InlineData("across_words", "</s>")]
    [InlineData("bert", "[SEP]")]
    public void A_word_of_a_megabyte_is_encoded(string name, string endToken)
    {
        var tokenizer = ReferenceTokenizer.Load(name, endToken);
        var word = string.Concat(Enumerable.Repeat("thekeeper", 1 << 17));

        Assert.InRange(tokenizer.Encode(word).Length, 1, word.Length);
    }

    // To .NET the long s is no s, whatever its case; a hand vector has it.
    private static bool IsTheSameToBoth(string text) => text.Length > 0 && !text.Contains('\u017F');

    private static List<int> MergeByHand(List<int> ids, MergeRule[] rules)
    {
        while (true)
        {
            var best = Array.FindIndex(rules, rule => FindPair(ids, rule) >= 0);
            if (best < 0)
            {
                return ids;
            }

            var place = FindPair(ids, rules[best]);
            ids[place] = rules[best].Joined;
            ids.RemoveAt(place + 1);
        }
    }

    private static int FindPair(List<int> ids, MergeRule rule) =>
        Enumerable.Range(0, Math.Max(0, ids.Count - 1))
            .FirstOrDefault(i => ids[i] == rule.Left && ids[i + 1] == rule.Right, -1);

    private static IEnumerable<string> RandomTexts(int count)
    {
        var random = new SeededRandom(11);
        for (var i = 0; i < count; i++)
        {
            yield return new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
        }
    }

    private static string Paired(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
