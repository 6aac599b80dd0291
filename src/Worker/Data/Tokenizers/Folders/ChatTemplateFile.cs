using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.ChatTemplates;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>
/// A folder's chat template: chat_template.jinja, otherwise <c>chat_template</c> of chat_template.json or
/// tokenizer_config.json, where it is a text or a list of which the one named <c>default</c> counts.
/// </summary>
internal static class ChatTemplateFile
{
    private const string OwnFile = "chat_template.jinja";
    private const string JsonFile = "chat_template.json";
    private const string Member = "chat_template";

    /// <summary>Null where the folder has none.</summary>
    /// <exception cref="RunFailedException">FK9002: a file cannot be read.</exception>
    public static ChatTemplateSource? Find(FolderFiles files, SpecialTokenNames names)
    {
        var variables = SpecialTokenNames.Roles.Select(name => (Name: name, Token: names.Find(name)))
            .Where(variable => variable.Token is not null)
            .ToDictionary(variable => variable.Name, variable => (object?)variable.Token?.Content, StringComparer.Ordinal);
        return ReadOwnFile(files) is { } own ? new(own, files.PathOf(OwnFile), variables)
            : Text(FolderFiles.Member(files.ChatTemplate, Member)) is { } json
                ? new(json, files.PathOf(JsonFile), variables)
            : Text(FolderFiles.Member(files.TokenizerConfig, Member)) is { } config
                ? new(config, files.PathOf(FolderFiles.ConfigName), variables)
            : null;
    }

    private static string? ReadOwnFile(FolderFiles files)
    {
        var path = files.PathOf(OwnFile);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path} cannot be read ({exception.Message.TrimEnd('.')}); correct its permissions.", exception);
        }
    }

    private static string? Text(JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.String => template.GetString(),
        JsonValueKind.Array => template.EnumerateArray()
            .Where(item => FolderFiles.Text(item, "name") == "default")
            .Select(item => FolderFiles.Text(item, "template"))
            .FirstOrDefault(),
        _ => null,
    };
}
