using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>The JSON files beside a tokenizer; undefined where one is not there.</summary>
internal sealed class FolderFiles
{
    /// <summary>The file that names a folder's tokenizer.</summary>
    public const string ConfigName = "tokenizer_config.json";

    /// <summary>The file that is a tokenizer.</summary>
    public const string TokenizerName = "tokenizer.json";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="RunFailedException">FK3004: a file is no JSON object. FK9002: one cannot be read.</exception>
    public FolderFiles(string folder)
    {
        Folder = folder;
        TokenizerConfig = Read(ConfigName);
        SpecialTokens = Read("special_tokens_map.json");
        AddedTokens = Read("added_tokens.json");
        ChatTemplate = Read("chat_template.json");
        ModelConfig = Read("config.json");
        Tokenizer = Read(TokenizerName);
    }

    public string Folder { get; }

    /// <summary>tokenizer_config.json.</summary>
    public JsonElement TokenizerConfig { get; }

    /// <summary>special_tokens_map.json.</summary>
    public JsonElement SpecialTokens { get; }

    /// <summary>added_tokens.json: ids by token.</summary>
    public JsonElement AddedTokens { get; }

    /// <summary>chat_template.json.</summary>
    public JsonElement ChatTemplate { get; }

    /// <summary>config.json.</summary>
    public JsonElement ModelConfig { get; }

    /// <summary>tokenizer.json.</summary>
    public JsonElement Tokenizer { get; }

    /// <summary>The tokenizer's class in the Python library transformers; null where the folder does not name it.</summary>
    public string? ClassName => Text(TokenizerConfig, "tokenizer_class");

    /// <summary>By the tokenizer's class or, where that is not said, by the model's type.</summary>
    public TokenizerFamily Family => (FamilyName ?? Text(ModelConfig, "model_type")) switch
    {
        "Bert" or "DistilBert" or "Electra" or "bert" or "distilbert" or "electra" => TokenizerFamily.Bert,
        "Roberta" or "roberta" => TokenizerFamily.Roberta,
        "GPT2" or "gpt2" => TokenizerFamily.Gpt2,
        "Llama" or "CodeLlama" or "llama" or "mistral" => TokenizerFamily.Llama,
        "Qwen2" or "qwen2" => TokenizerFamily.Qwen2,
        _ => TokenizerFamily.Other,
    };

    private string? FamilyName => ClassName?.Replace("TokenizerFast", "").Replace("Tokenizer", "");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A member of an object that may be undefined; undefined where it is missing.</summary>
    public static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text of an object that may be undefined; null for anything else.</summary>
    public static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A flag of an object that may be undefined; null for anything else.</summary>
    public static bool? Flag(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    private JsonElement Read(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return default;
        }

        try
        {
            var root = JsonElement.Parse(File.ReadAllBytes(path), Strict);
            return root.ValueKind == JsonValueKind.Object
                ? root
                : throw Unsupported(path, $"a JSON {root.ValueKind}, wanted an object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Unsupported(path, "no valid JSON", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path} cannot be read ({exception.Message.TrimEnd('.')}); correct its permissions.", exception);
        }
    }

    private static RunFailedException Unsupported(string path, string found, Exception? cause = null) =>
        new(ExitCodes.UnsupportedModel, $"{path} holds {found}; fetch the model again.", cause);
}
