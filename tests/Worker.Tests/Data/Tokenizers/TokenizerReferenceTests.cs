using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class TokenizerReferenceTests
{
    public static TheoryData<string, string> All => new()
    {
        { "gpt2", "<|endoftext|>" }, { "roberta", "<|endoftext|>" }, { "llama3", "<|endoftext|>" },
        { "qwen2", "<|endoftext|>" }, { "expression", "<|endoftext|>" }, { "llama2", "</s>" }, { "across_words", "</s>" },
        { "bert", "[SEP]" }, { "bert_cased", "[SEP]" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Every_text_gets_the_ids_of_the_reference(string name, string endToken)
    {
        var tokenizer = ReferenceTokenizer.Load(name, endToken);
        var ids = ReferenceTokenizer.Ids(name);

        var different = ReferenceTokenizer.Texts
            .Select((text, index) => (Text: text, Wanted: ids[index], Found: tokenizer.Encode(text)))
            .Where(found => !found.Wanted.SequenceEqual(found.Found))
            .Select(found => $"'{found.Text}': {string.Join(' ', found.Found)}, wanted {string.Join(' ', found.Wanted)}");

        Assert.Empty(different);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    [InlineData("expression")]
    public void Bytes_come_back_as_the_text_that_they_were(string name)
    {
        var tokenizer = ReferenceTokenizer.Load(name, "<|endoftext|>");

        Assert.Equal(
            ReferenceTokenizer.Texts,
            ReferenceTokenizer.Texts.Select(text => tokenizer.Decode(tokenizer.Encode(text), isShowingSpecial: true)));
    }

    [Fact]
    public void Sentence_pieces_come_back_as_the_text_that_they_were()
    {
        var tokenizer = ReferenceTokenizer.Load("llama2", "</s>");
        var texts = ReferenceTokenizer.Texts.Where(text => !text.Contains('▁')).ToArray();

        Assert.Equal(texts, texts.Select(text => tokenizer.Decode(tokenizer.Encode(text), isShowingSpecial: true)));
    }

    [Fact]
    public void Words_come_back_with_their_punctuation_in_place()
    {
        var tokenizer = ReferenceTokenizer.Load("bert", "[SEP]");

        Assert.Equal("the keeper counted the ships.", tokenizer.Decode(tokenizer.Encode("The keeper counted the ships.")));
    }

    [Theory]
    [InlineData("bert", "[SEP]", "[CLS]", "[MASK]", "[PAD]", "[UNK]")]
    [InlineData("gpt2", "<|endoftext|>")]
    public void Text_is_made_of_every_token_but_the_special_ones(string name, params string[] special)
    {
        var tokenizer = ReferenceTokenizer.Load(name, special[0]);

        var others = Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.IsText(id));

        Assert.Equal(
            special.Order(StringComparer.Ordinal),
            others.Select(id => tokenizer.Decode([id], isShowingSpecial: true).Trim()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_word_is_encoded_the_same_when_it_comes_again()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", "<|endoftext|>");

        Assert.Equal(
            ReferenceTokenizer.Texts.Select(tokenizer.Encode), ReferenceTokenizer.Texts.Select(tokenizer.Encode));
    }

    [Fact]
    public void Threads_that_share_a_tokenizer_get_the_same_ids()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", "<|endoftext|>");
        var ids = ReferenceTokenizer.Ids("gpt2");

        Parallel.For(0, 16 * ids.Length, index =>
            Assert.Equal(ids[index % ids.Length], tokenizer.Encode(ReferenceTokenizer.Texts[index % ids.Length])));
    }
}
