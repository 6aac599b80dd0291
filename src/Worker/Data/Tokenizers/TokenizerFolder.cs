using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.Folders;
using FedK8s.Worker.Data.Tokenizers.Reading;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>The one place that knows which tokenizer a model folder asks for.</summary>
internal static class TokenizerFolder
{
    /// <summary>The file that names a folder's tokenizer.</summary>
    public const string FileName = FolderFiles.ConfigName;

    private const string Known =
        "tokenizer.json; vocab.txt of a BERT; vocab.json and merges.txt of a GPT-2, RoBERTa or Qwen2; or tokenizer_class "
        + "ByT5Tokenizer with extra_ids 0";

    /// <summary>
    /// A <c>tokenizer.json</c> where there is one; otherwise what <c>tokenizer_config.json</c> names, with its vocabulary.
    /// </summary>
    /// <exception cref="RunFailedException">
    /// The folder holds no tokenizer (FK9002), or one that is not implemented here (FK3004).
    /// </exception>
    public static ITokenizer Load(string folder)
    {
        var files = new FolderFiles(folder);
        if (files.Tokenizer.ValueKind != JsonValueKind.Undefined)
        {
            return Create(files, files.Tokenizer, files.PathOf(FolderFiles.TokenizerName));
        }

        if (files.ClassName == "ByT5Tokenizer")
        {
            return ExtraIds(files.TokenizerConfig) == 0
                ? new ByteTokenizer()
                : throw Unsupported(files, "a ByT5Tokenizer with extra_ids other than 0");
        }

        var vocabulary = VocabularyFiles.Find(files);
        return vocabulary.ValueKind != JsonValueKind.Undefined
            ? Create(files, vocabulary, folder)
            : throw NotFound(files);
    }

    private static Tokenizer Create(FolderFiles files, JsonElement content, string location)
    {
        var tokenizer = TokenizerJson.Read(content, location);
        var problems = new List<string>();
        var parts = tokenizer.Parts with
        {
            AddedTokens = FolderAddedTokens.Find(files, tokenizer.Parts.AddedTokens, tokenizer.Parts.Vocabulary, problems),
        };
        if (problems.Count > 0)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{files.PathOf(FileName)}: {string.Join("; ", problems)}; correct the file or choose another base model.");
        }

        return new(parts, FolderFormat.Find(files, tokenizer with { Parts = parts }));
    }

    // The Python library adds 125 extra ids where the field is absent; what is no number is none that is known here.
    private static int ExtraIds(JsonElement config) => FolderFiles.Member(config, "extra_ids") switch
    {
        { ValueKind: JsonValueKind.Undefined } => 125,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var count) => count,
        _ => -1,
    };

    private static RunFailedException NotFound(FolderFiles files) =>
        files.TokenizerConfig.ValueKind == JsonValueKind.Undefined
            ? new(ExitCodes.FileNotFound,
                $"{files.PathOf(FolderFiles.TokenizerName)} was not found; a model folder holds {Known}: complete the "
                + "folder.")
            : Unsupported(
                files, files.ClassName is { } name ? $"tokenizer_class {name} without its files" : "no tokenizer_class");

    private static RunFailedException Unsupported(FolderFiles files, string found) =>
        new(
            ExitCodes.UnsupportedModel,
            $"{files.PathOf(FileName)} holds {found}; this version reads {Known}: choose a model with such a tokenizer.");
}
