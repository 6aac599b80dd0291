using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Data.Tokenizers.Folders;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class Llama2cVocabularyTests
{
    private static readonly string Data = Path.GetFullPath(RepositoryRoot.Combine("..", "shared", "data"));
    private static readonly JsonElement Reference = ReferenceTokenizer.Read<JsonElement>("stories260k.json");

    [Fact]
    public void A_published_sentence_gets_its_published_ids() =>
        Assert.Equal(
            [403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426],
            Load().Encode("Once upon a time, there was a little girl named Lily."));

    [Fact]
    public void Texts_start_with_the_beginning_token() => Assert.Equal(1, Load().StartId);

    [Fact]
    public void Texts_get_the_ids_of_the_documented_algorithm()
    {
        var tokenizer = Load();
        var wanted = Reference.GetProperty("ids").EnumerateArray().ToArray();

        var different = ReferenceTokenizer.Texts.Where((text, index) => wanted[index].ValueKind != JsonValueKind.Null
            && !wanted[index].Deserialize<int[]>()!.SequenceEqual(tokenizer.Encode(text)));

        Assert.Empty(different);
    }

    [Theory]
    [InlineData("tinyshakespeare/input.txt")]
    [InlineData("tinystories-sample/tinystories.txt")]
    public void Every_line_of_a_book_gets_the_ids_of_the_documented_algorithm(string name)
    {
        var tokenizer = Load();
        var wanted = Reference.GetProperty("files").GetProperty(name);
        var ids = File.ReadAllText(Path.Combine(Data, name)).Split('\n')
            .SelectMany(line => tokenizer.Encode(line).Append(-1)).ToArray();

        Assert.Equal(wanted.GetProperty("count").GetInt32(), ids.Count(id => id >= 0));
        Assert.Equal(wanted.GetProperty("sha256").GetString(), Hash(ids));
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(4, "0 tokens")]
    [InlineData(9, "token 0 cut short")]
    [InlineData(22, "token 1 cut short")]
    public void A_file_of_another_layout_is_refused(int length, string found)
    {
        byte[] file = [7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, .. "<unk>"u8, 0, 0, 0, 0, 99, 0, 0, 0];

        var failure = Assert.Throws<RunFailedException>(() => Llama2cVocabulary.ToTokenizerJson(file.AsSpan(0, length)));

        Assert.Equal(ExitCodes.UnsupportedModel, failure.Code);
        Assert.Contains(found, failure.Message, StringComparison.Ordinal);
    }

    private static ITokenizer Load()
    {
        var path = Path.Combine(Data, "stories260k", "tok512.bin");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], Llama2cVocabulary.ToTokenizerJson(File.ReadAllBytes(path)).ToJsonString());
        File.WriteAllText(folder["tokenizer_config.json"], Llama2cVocabulary.TokenizerConfig().ToJsonString());
        return TokenizerFolder.Load(folder.Path);
    }

    private static string Hash(int[] ids)
    {
        var bytes = new byte[ids.Length * sizeof(int)];
        for (var i = 0; i < ids.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), ids[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
