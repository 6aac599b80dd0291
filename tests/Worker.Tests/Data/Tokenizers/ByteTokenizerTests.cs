using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class ByteTokenizerTests
{
    private readonly ByteTokenizer _tokenizer = new();

    // ByT5's own example layout: 'a' is byte 97, the euro sign is bytes E2 82 AC.
    [Fact]
    public void A_byte_becomes_its_value_plus_three() => Assert.Equal([100, 101], _tokenizer.Encode("ab"));

    [Fact]
    public void A_character_outside_ASCII_becomes_its_UTF8_bytes() =>
        Assert.Equal([0xE2 + 3, 0x82 + 3, 0xAC + 3], _tokenizer.Encode("€"));

    [Fact]
    public void The_vocabulary_is_three_specials_and_every_byte() => Assert.Equal(259, _tokenizer.VocabularySize);

    [Fact]
    public void Text_is_made_of_bytes_and_of_no_special() =>
        Assert.Equal(Enumerable.Range(3, 256), Enumerable.Range(0, 300).Where(_tokenizer.IsText));

    [Fact]
    public void A_folder_with_the_byte_tokenizers_own_file_gives_the_byte_tokenizer()
    {
        using var folder = Folder(ByteTokenizer.FolderFile);

        Assert.IsType<ByteTokenizer>(TokenizerFolder.Load(folder.Path));
    }

    [Theory]
    [InlineData("""{"tokenizer_class":"LlamaTokenizer"}""", "LlamaTokenizer")]
    [InlineData("""{"tokenizer_class":"ByT5Tokenizer"}""", "extra_ids")]
    [InlineData("""{"tokenizer_class":"ByT5Tokenizer","extra_ids":"0"}""", "extra_ids")]
    [InlineData("""{}""", "no tokenizer_class")]
    [InlineData("""[]""", "Array")]
    [InlineData("""{""", "no valid JSON")]
    public void Any_other_tokenizer_is_refused_by_name(string config, string named)
    {
        using var folder = Folder(config);

        var failure = Assert.Throws<RunFailedException>(() => TokenizerFolder.Load(folder.Path));

        Assert.Equal(ExitCodes.UnsupportedModel, failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_incomplete()
    {
        using var folder = new TemporaryFolder();

        var failure = Assert.Throws<RunFailedException>(() => TokenizerFolder.Load(folder.Path));

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
    }

    private static TemporaryFolder Folder(string config)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder[TokenizerFolder.FileName], config);
        return folder;
    }
}
