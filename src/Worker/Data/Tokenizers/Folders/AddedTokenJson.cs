using System.Text.Json.Nodes;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>An entry of <c>added_tokens</c> in a <c>tokenizer.json</c>.</summary>
internal static class AddedTokenJson
{
    /// <summary>A token that no text is split into, for example the one that ends a text.</summary>
    public static JsonObject Special(string content, int id) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };
}
