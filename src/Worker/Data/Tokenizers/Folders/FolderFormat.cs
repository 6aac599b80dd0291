using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.Reading;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>Decides which ids start, end, fill and frame texts, from all that a folder says.</summary>
internal sealed class FolderFormat
{
    private readonly FolderFiles _files;
    private readonly SpecialTokenNames _names;
    private readonly Func<string, int?> _idOf;
    private readonly int _vocabularySize;

    private FolderFormat(FolderFiles files, Func<string, int?> idOf, int vocabularySize) =>
        (_files, _names, _idOf, _vocabularySize) = (files, new(files), idOf, vocabularySize);

    /// <param name="files">The folder.</param>
    /// <param name="tokenizer">Its tokenizer, with the folder's added tokens.</param>
    /// <exception cref="RunFailedException">FK3004: nothing says which token ends a text.</exception>
    public static TokenizerFormat Find(FolderFiles files, TokenizerJson tokenizer)
    {
        var added = tokenizer.Parts.AddedTokens;
        var byText = added.ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        var size = added.Select(token => token.Id + 1).Append(tokenizer.Parts.Vocabulary.Size).Max();
        return new FolderFormat(files, IdOf, size).Find(tokenizer);

        int? IdOf(string token) =>
            byText.TryGetValue(token, out var id) ? id : tokenizer.Parts.Vocabulary.Find(token);
    }

    private TokenizerFormat Find(TokenizerJson tokenizer)
    {
        var special = new SpecialTokens
        {
            Beginning = Named("bos_token") ?? (_names.IsNamed("bos_token") ? null : OfModel("bos_token_id")),
            End = Named("eos_token") ?? OfModel("eos_token_id"),
            Padding = Named("pad_token") ?? OfModel("pad_token_id"),
            Mask = Named("mask_token"),
            Unknown = Named("unk_token") ?? (tokenizer.UnknownToken is { } unknown ? _idOf(unknown) : null),
            Classification = Named("cls_token"),
            Separator = Named("sep_token"),
        };
        var template = FindTemplate(tokenizer.Template, special);
        if (template.Opening.Concat(template.Closing).Any(id => id >= _vocabularySize))
        {
            throw new RunFailedException(
                ExitCodes.UnsupportedModel,
                $"{_files.Folder}: the tokenizer's post_processor has an id that none of its {_vocabularySize} tokens has; "
                + "correct the file or choose another base model.");
        }

        var end = special.End ?? special.Separator ?? throw new RunFailedException(
            ExitCodes.UnsupportedModel,
            $"{_files.Folder}: no file names the token that ends a text; wanted eos_token in {FolderFiles.ConfigName} or "
            + "eos_token_id in config.json: complete the folder.");
        return new(
            special, template, StartOf(template), end, special.Padding ?? end, ChatTemplateFile.Find(_files, _names));
    }

    // add_bos_token and add_eos_token overrule the template where they stand; Llama's class has them without saying.
    private SequenceTemplate FindTemplate(SequenceTemplate template, SpecialTokens special)
    {
        var isLlama = _files.Family == TokenizerFamily.Llama && _files.ClassName is not null;
        var addsBeginning = FolderFiles.Flag(_files.TokenizerConfig, "add_bos_token") ?? (isLlama ? true : null);
        var addsEnd = FolderFiles.Flag(_files.TokenizerConfig, "add_eos_token") ?? (isLlama ? false : null);
        return new(
            Edge(template.Opening, special.Beginning, addsBeginning), Edge(template.Closing, special.End, addsEnd));
    }

    private static IReadOnlyList<int> Edge(IReadOnlyList<int> ids, int? id, bool? isAdded) =>
        id is not { } edge || isAdded is not { } isWanted || ids.Contains(edge) == isWanted ? ids
        : isWanted ? [.. ids, edge]
        : [.. ids.Where(other => other != edge)];

    private static int? StartOf(SequenceTemplate template) => template.Opening.Count > 0 ? template.Opening[0] : null;

    private int? Named(string role) => _names.Find(role) is { } token ? _idOf(token.Content) : null;

    // An id, or a list of which the first counts.
    private int? OfModel(string field)
    {
        var found = FolderFiles.Member(_files.ModelConfig, field);
        found = found.ValueKind == JsonValueKind.Array && found.GetArrayLength() > 0 ? found[0] : found;
        return found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var id) && id >= 0 && id < _vocabularySize
            ? id
            : null;
    }
}
