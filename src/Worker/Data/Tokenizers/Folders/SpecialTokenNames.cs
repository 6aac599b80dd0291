using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.AddedTokens;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>Which tokens a folder names as signs of its format.</summary>
internal sealed class SpecialTokenNames(FolderFiles files)
{
    private const int NoId = -1;

    /// <summary>What a token may be to a text.</summary>
    public static IReadOnlyList<string> Roles { get; } =
        ["bos_token", "eos_token", "pad_token", "mask_token", "unk_token", "cls_token", "sep_token"];

    /// <summary>Every token that is named, with how it is found in a text; the ids are still to be filled in.</summary>
    public IEnumerable<AddedToken> All() =>
    [
        .. Roles.Select(Find).OfType<AddedToken>(),
        .. Others(files.TokenizerConfig),
        .. Others(files.SpecialTokens),
    ];

    /// <summary>
    /// The token of a role, such as <c>eos_token</c>; null where tokenizer_config.json says null, or where neither it nor
    /// special_tokens_map.json nor the family says any.
    /// </summary>
    public AddedToken? Find(string role)
    {
        foreach (var file in new[] { files.TokenizerConfig, files.SpecialTokens })
        {
            if (FolderFiles.Member(file, role) is { ValueKind: not JsonValueKind.Undefined } found)
            {
                return Read(found);
            }
        }

        var isRobertasMask = (role, files.Family) == ("mask_token", TokenizerFamily.Roberta);
        return Default(role) is { } content
            ? new(NoId, content) { IsSpecial = true, TakesSpaceBefore = isRobertasMask }
            : null;
    }

    /// <summary>Whether a file says something about a role, be it that there is none.</summary>
    public bool IsNamed(string role) =>
        FolderFiles.Member(files.TokenizerConfig, role).ValueKind != JsonValueKind.Undefined
        || FolderFiles.Member(files.SpecialTokens, role).ValueKind != JsonValueKind.Undefined;

    private static IEnumerable<AddedToken> Others(JsonElement file) =>
        FolderFiles.Member(file, "additional_special_tokens") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(Read).OfType<AddedToken>()
            : [];

    private static AddedToken? Read(JsonElement found)
    {
        var content = found.ValueKind == JsonValueKind.String ? found.GetString() : FolderFiles.Text(found, "content");
        return string.IsNullOrEmpty(content)
            ? null
            : new(NoId, content)
            {
                IsSpecial = true,
                IsWholeWord = FolderFiles.Flag(found, "single_word") ?? false,
                TakesSpaceBefore = FolderFiles.Flag(found, "lstrip") ?? false,
                TakesSpaceAfter = FolderFiles.Flag(found, "rstrip") ?? false,
                IsNormalized = FolderFiles.Flag(found, "normalized") ?? false,
            };
    }

    // The defaults of the Python library transformers.
    private string? Default(string role) => (files.Family, role) switch
    {
        (TokenizerFamily.Bert, "pad_token") => "[PAD]",
        (TokenizerFamily.Bert, "mask_token") => "[MASK]",
        (TokenizerFamily.Bert, "unk_token") => "[UNK]",
        (TokenizerFamily.Bert, "cls_token") => "[CLS]",
        (TokenizerFamily.Bert, "sep_token") => "[SEP]",
        (TokenizerFamily.Roberta, "bos_token" or "cls_token") => "<s>",
        (TokenizerFamily.Roberta, "eos_token" or "sep_token") => "</s>",
        (TokenizerFamily.Roberta, "pad_token") => "<pad>",
        (TokenizerFamily.Roberta, "mask_token") => "<mask>",
        (TokenizerFamily.Roberta, "unk_token") => "<unk>",
        (TokenizerFamily.Gpt2, "bos_token" or "eos_token" or "unk_token") => "<|endoftext|>",
        (TokenizerFamily.Llama, "bos_token") => "<s>",
        (TokenizerFamily.Llama, "eos_token") => "</s>",
        (TokenizerFamily.Llama, "unk_token") => "<unk>",
        (TokenizerFamily.Qwen2, "eos_token" or "pad_token") => "<|endoftext|>",
        _ => null,
    };
}
