using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>
/// Older folders hold a vocabulary and leave the rest to a class of the Python library transformers: this writes the
/// tokenizer.json that such a class stands for.
/// </summary>
internal static class VocabularyFiles
{
    private const string WordPieces = "vocab.txt";
    private const string Tokens = "vocab.json";
    private const string Merges = "merges.txt";

    /// <summary>
    /// The tokenizer.json of a folder without one; undefined where it has no such files, or of no known family.
    /// </summary>
    /// <exception cref="RunFailedException">FK3004: vocab.json is not valid.</exception>
    public static JsonElement Find(FolderFiles files)
    {
        if (files.Family == TokenizerFamily.Bert && File.Exists(files.PathOf(WordPieces)))
        {
            return JsonSerializer.SerializeToElement(WordPiece(files));
        }

        var isByteLevel = files.Family is TokenizerFamily.Gpt2 or TokenizerFamily.Roberta or TokenizerFamily.Qwen2;
        return isByteLevel && File.Exists(files.PathOf(Tokens)) && File.Exists(files.PathOf(Merges))
            ? JsonSerializer.SerializeToElement(BytePair(files))
            : default;
    }

    private static JsonObject WordPiece(FolderFiles files)
    {
        var vocabulary = new JsonObject();
        var id = 0;
        foreach (var line in File.ReadLines(files.PathOf(WordPieces)))
        {
            vocabulary[line.TrimEnd('\r')] = id++;
        }

        var config = files.TokenizerConfig;
        return new JsonObject
        {
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = FolderFiles.Flag(config, "tokenize_chinese_chars") ?? true,
                ["strip_accents"] = FolderFiles.Flag(config, "strip_accents"),
                ["lowercase"] = FolderFiles.Flag(config, "do_lower_case") ?? true,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = Frame("BertProcessing", files, vocabulary),
            ["decoder"] = new JsonObject { ["type"] = "WordPiece" },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = NameOf(files, "unk_token"),
                ["vocab"] = vocabulary,
            },
        };
    }

    private static JsonObject BytePair(FolderFiles files)
    {
        var vocabulary = ReadTokens(files.PathOf(Tokens));
        var merges = new JsonArray();
        foreach (var line in File.ReadLines(files.PathOf(Merges)))
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                merges.Add(line.TrimEnd('\r'));
            }
        }

        var bytes = new JsonObject
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = FolderFiles.Flag(files.TokenizerConfig, "add_prefix_space") ?? false,
            ["use_regex"] = files.Family != TokenizerFamily.Qwen2,
        };
        return new JsonObject
        {
            ["normalizer"] = files.Family == TokenizerFamily.Qwen2 ? new JsonObject { ["type"] = "NFC" } : null,
            ["pre_tokenizer"] = files.Family == TokenizerFamily.Qwen2 ? AfterQwen2Split(bytes) : bytes,
            ["post_processor"] = files.Family == TokenizerFamily.Roberta
                ? Frame("RobertaProcessing", files, vocabulary)
                : null,
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = merges },
        };
    }

    private static JsonObject AfterQwen2Split(JsonObject bytes) => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "Split",
                ["pattern"] = new JsonObject { ["Regex"] = WordScanner.Qwen2Expression },
                ["behavior"] = "Isolated",
            },
            bytes),
    };

    private static JsonObject? Frame(string type, FolderFiles files, JsonObject vocabulary)
    {
        var (opening, closing) = (NameOf(files, "cls_token"), NameOf(files, "sep_token"));
        return vocabulary[opening] is { } openingId && vocabulary[closing] is { } closingId
            ? new()
            {
                ["type"] = type,
                ["cls"] = new JsonArray(opening, openingId.DeepClone()),
                ["sep"] = new JsonArray(closing, closingId.DeepClone()),
            }
            : null;
    }

    private static string NameOf(FolderFiles files, string role) =>
        new SpecialTokenNames(files).Find(role)?.Content ?? "";

    private static JsonObject ReadTokens(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw Unsupported(path, null);
        }
        catch (JsonException exception)
        {
            throw Unsupported(path, exception);
        }
    }

    private static RunFailedException Unsupported(string path, Exception? cause) =>
        new(ExitCodes.UnsupportedModel, $"{path} is no JSON object of tokens; fetch the model again.", cause);
}
