using System.Text;
using FedK8s.Core.Determinism;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class TokenizerFuzzTests
{
    private const int MutationsOfSeed = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_broken_file_is_refused_or_gives_ids_in_range(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        var mutator = new TokenizerFileMutator([.. new[] { "gpt2", "llama3", "llama2", "bert" }.Select(ReferenceTokenizer.File)]);
        using var folder = TemporaryFolder.InMemory();
        File.WriteAllText(folder["tokenizer_config.json"], """{"eos_token":"</s>"}""");
        File.WriteAllText(folder["config.json"], """{"eos_token_id":0}""");
        for (var i = 0; i < MutationsOfSeed; i++)
        {
            var file = mutator.Mutate(random);
            File.WriteAllBytes(folder["tokenizer.json"], file);
            var problem = Try(folder.Path);
            Assert.True(problem is null, $"{problem}\n{Encoding.UTF8.GetString(file)}");
        }
    }

    // Null where the file was read or refused as it should be.
    private static string? Try(string folder)
    {
        try
        {
            var tokenizer = TokenizerFolder.Load(folder);
            var ids = ReferenceTokenizer.Texts.SelectMany(tokenizer.Encode).ToArray();
            tokenizer.Decode(ids);
            ids = [.. ids, .. tokenizer.Template.Around([]), tokenizer.StartId ?? 0, tokenizer.EndId, tokenizer.PaddingId];
            return ids.All(id => id >= 0 && id < tokenizer.VocabularySize) ? null : "an id out of range";
        }
        catch (RunFailedException failure)
        {
            return failure.Code == ExitCodes.UnsupportedModel ? null : $"refused with {failure.Code}";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}
