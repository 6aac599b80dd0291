using System.Text.Json;
using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>A tokenizer that tests/reference/tokenizer_reference.py made, with the ids that it gives there.</summary>
internal static class ReferenceTokenizer
{
    private static readonly string Vectors = RepositoryRoot.Combine("tests", "reference", "vectors", "tokenizers");

    /// <summary>Ordinary and hostile texts, the same for all.</summary>
    public static string[] Texts { get; } = Read<string[]>("texts.json");

    /// <summary>One list for each of <see cref="Texts"/>.</summary>
    public static int[][] Ids(string name) => Read<int[][]>(name, "ids.json");

    public static string Folder(string name) => Path.Combine(Vectors, name);

    public static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(Vectors, name, "tokenizer.json"));

    /// <summary>The tokenizer, with <paramref name="endToken"/> as the end of texts.</summary>
    public static ITokenizer Load(string name, string endToken)
    {
        using var folder = Copy(name);
        System.IO.File.WriteAllText(
            folder["tokenizer_config.json"], JsonSerializer.Serialize(new { eos_token = endToken }));
        return TokenizerFolder.Load(folder.Path);
    }

    /// <summary>A folder with the tokenizer.json.</summary>
    public static TemporaryFolder Copy(string name)
    {
        var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder["tokenizer.json"], File(name));
        return folder;
    }

    public static T Read<T>(params string[] parts) =>
        JsonSerializer.Deserialize<T>(System.IO.File.ReadAllBytes(Path.Combine([Vectors, .. parts])))!;
}
