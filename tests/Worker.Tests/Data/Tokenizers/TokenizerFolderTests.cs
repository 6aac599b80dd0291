using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class TokenizerFolderTests
{
    [Fact]
    public void A_llama_folder_starts_texts_with_its_beginning_token()
    {
        using var folder = Folder("llama2", """{"tokenizer_class":"LlamaTokenizer"}""");

        Assert.Equal(1, TokenizerFolder.Load(folder.Path).StartId);
    }

    [Fact]
    public void A_template_that_begins_with_a_token_starts_texts_with_it()
    {
        using var folder = Folder("llama2", """{"bos_token":"<s>","eos_token":"</s>"}""");

        Assert.Equal(1, TokenizerFolder.Load(folder.Path).StartId);
    }

    [Fact]
    public void A_folder_that_adds_no_beginning_starts_texts_with_nothing()
    {
        using var folder = Folder("llama2", """{"bos_token":"<s>","eos_token":"</s>","add_bos_token":false}""");

        Assert.Null(TokenizerFolder.Load(folder.Path).StartId);
    }

    [Fact]
    public void A_folder_may_add_a_beginning_that_its_template_lacks()
    {
        using var folder = Folder("gpt2", """{"bos_token":"<|endoftext|>","add_bos_token":true,"tokenizer_class":"GPT2Tokenizer"}""");

        Assert.Equal(656, TokenizerFolder.Load(folder.Path).StartId);
    }

    [Theory]
    [InlineData("""{"eos_token":"</s>"}""", "{}", 2)]
    [InlineData("""{"eos_token":{"__type":"AddedToken","content":"</s>"}}""", """{"eos_token":"<s>"}""", 2)]
    [InlineData("""{}""", """{"eos_token":"<s>"}""", 1)]
    [InlineData("""{"eos_token":null}""", """{"eos_token":"<s>"}""", 7)]
    public void The_end_is_what_the_first_file_that_says_so_says(string config, string map, int id)
    {
        using var folder = Folder("llama2", config);
        File.WriteAllText(folder["special_tokens_map.json"], map);
        File.WriteAllText(folder["config.json"], """{"eos_token_id":[7,8]}""");

        Assert.Equal(id, TokenizerFolder.Load(folder.Path).EndId);
    }

    [Fact]
    public void Without_a_padding_token_rows_are_filled_with_the_end()
    {
        using var folder = Folder("llama2", """{"eos_token":"</s>"}""");

        Assert.Equal(2, TokenizerFolder.Load(folder.Path).PaddingId);
    }

    [Fact]
    public void A_text_to_classify_stands_between_the_templates_tokens()
    {
        using var folder = Folder("bert", """{"tokenizer_class":"BertTokenizer"}""");
        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal([2, 50, 51, 3], tokenizer.Template.Around([50, 51]));
    }

    [Fact]
    public void A_text_that_is_too_long_loses_its_end_but_not_the_templates_tokens()
    {
        using var folder = Folder("bert", """{"tokenizer_class":"BertTokenizer"}""");
        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal([2, 50, 3], tokenizer.Template.Around([50, 51], limit: 3));
    }

    [Fact]
    public void A_berts_signs_are_found_without_being_named()
    {
        using var folder = Folder("bert", """{"do_lower_case":true}""");
        File.WriteAllText(folder["config.json"], """{"model_type":"bert"}""");
        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal(
            new SpecialTokens { Padding = 0, Unknown = 1, Classification = 2, Separator = 3, Mask = 4 }, tokenizer.Special);
        Assert.Equal((0, 3), (tokenizer.PaddingId, tokenizer.EndId));
    }

    [Fact]
    public void An_added_token_of_the_small_files_is_found_in_texts()
    {
        using var folder = Folder("gpt2", """
            {
              "eos_token": "<|endoftext|>",
              "added_tokens_decoder": {"700": {"content": "<new>", "special": true, "lstrip": false, "rstrip": false, "single_word": false, "normalized": false}}
            }
            """);
        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal([700, 656], tokenizer.Encode("<new><|endoftext|>"));
        Assert.Equal(701, tokenizer.VocabularySize);
    }

    [Fact]
    public void Special_tokens_are_left_out_of_text_that_is_shown()
    {
        var tokenizer = ReferenceTokenizer.Load("gpt2", "<|endoftext|>");

        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("a<|endoftext|>b")));
    }

    [Theory]
    [InlineData("gpt2", "GPT2Tokenizer")]
    [InlineData("qwen2", "Qwen2Tokenizer")]
    public void Vocabulary_and_merges_give_the_ids_of_the_tokenizer_file(string name, string className)
    {
        using var folder = new TemporaryFolder();
        var model = JsonNode.Parse(ReferenceTokenizer.File(name))!["model"]!;
        File.WriteAllText(folder["vocab.json"], model["vocab"]!.ToJsonString());
        File.WriteAllText(folder["merges.txt"], "#version: 0.2\n" + string.Join('\n', model["merges"]!.AsArray()) + "\n");
        File.WriteAllText(folder["tokenizer_config.json"], JsonSerializer.Serialize(new { tokenizer_class = className }));
        File.WriteAllText(folder["added_tokens.json"], """{"<|endoftext|>":656}""");

        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal(ReferenceTokenizer.Ids(name), ReferenceTokenizer.Texts.Select(tokenizer.Encode));
    }

    [Theory]
    [InlineData("bert", true)]
    [InlineData("bert_cased", false)]
    public void A_list_of_word_pieces_gives_the_ids_of_the_tokenizer_file(string name, bool isLowering)
    {
        using var folder = new TemporaryFolder();
        var vocabulary = JsonNode.Parse(ReferenceTokenizer.File(name))!["model"]!["vocab"]!.AsObject();
        File.WriteAllLines(folder["vocab.txt"], vocabulary.Select(token => token.Key));
        File.WriteAllText(
            folder["tokenizer_config.json"], JsonSerializer.Serialize(new { tokenizer_class = "BertTokenizer", do_lower_case = isLowering }));

        var tokenizer = TokenizerFolder.Load(folder.Path);

        Assert.Equal(ReferenceTokenizer.Ids(name), ReferenceTokenizer.Texts.Select(tokenizer.Encode));
        Assert.Equal([2, 3], tokenizer.Template.Around([]));
    }

    [Fact]
    public void A_folder_that_names_no_end_is_refused()
    {
        using var folder = Folder("gpt2", "{}");

        Assert.Contains("eos_token", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_not_implemented_is_named_at_once()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], """
            {
              "normalizer": {"type": "Precompiled", "precompiled_charsmap": ""},
              "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "UnicodeScripts"}, {"type": "Metaspace", "sign": "_"}]},
              "model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a a"], "dropout": 0.1, "unk_token": "b"},
              "decoder": {"type": "CTC"},
              "post_processor": {"type": "Foo"},
              "extra": 1
            }
            """);

        var message = Refusal(folder);

        string[] named =
        [
            "normalizer.type is \"Precompiled\"", "pre_tokenizer.pretokenizers[0].type is \"UnicodeScripts\"",
            "pre_tokenizer.pretokenizers[1].sign is \"_\", wanted no such field", "model.merges[0] is \"a a\"", "model.dropout is 0.1",
            "model.unk_token is \"b\"", "decoder.type is \"CTC\"", "post_processor.type is \"Foo\"", "extra is 1",
        ];
        Assert.All(named, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "model.type is \"Unigram\", wanted BPE or WordPiece")]
    [InlineData("""{"model":null}""", "model is missing, wanted an object")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}}""", "model.vocab is an object, wanted an id of its own")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":4194304},"merges":[]}}""", "model.vocab is an object, wanted an object of tokens")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "model.vocab is an object, wanted an object of tokens")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":0},"merges":[]}}""", "tokenizer.json")]
    [InlineData("[]", "a JSON Array, wanted an object")]
    [InlineData("{", "no valid JSON")]
    public void A_broken_file_is_refused(string content, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], content);

        Assert.Contains(named, Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_after_bytes_cannot_be_cut_again()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], """
            {
              "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Whitespace"}]},
              "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}
            }
            """);

        Assert.Contains("nothing after ByteLevel", Refusal(folder), StringComparison.Ordinal);
    }

    private static string Refusal(TemporaryFolder folder)
    {
        var failure = Assert.Throws<RunFailedException>(() => TokenizerFolder.Load(folder.Path));
        Assert.Equal(ExitCodes.UnsupportedModel, failure.Code);
        return failure.Message;
    }

    private static TemporaryFolder Folder(string name, string config)
    {
        var folder = ReferenceTokenizer.Copy(name);
        File.WriteAllText(folder["tokenizer_config.json"], config);
        return folder;
    }
}
