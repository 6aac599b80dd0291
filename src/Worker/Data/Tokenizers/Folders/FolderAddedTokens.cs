using System.Globalization;
using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.AddedTokens;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.Reading;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>
/// Every added token of a folder: those of tokenizer.json first, then what its small files add. Of a token that comes twice,
/// the first counts; a token that some file names as special is special.
/// </summary>
internal static class FolderAddedTokens
{
    /// <param name="files">The folder.</param>
    /// <param name="known">Those of tokenizer.json.</param>
    /// <param name="vocabulary">The model's; a special token that nobody has an id for is left out.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static IReadOnlyList<AddedToken> Find(
        FolderFiles files, IReadOnlyList<AddedToken> known, Vocabulary vocabulary, List<string> problems)
    {
        var tokens = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        AddedToken[] all = [.. known, .. OfDecoder(files, vocabulary, problems), .. OfMap(files)];
        foreach (var token in all)
        {
            tokens.TryAdd(token.Content, token);
        }

        foreach (var special in new SpecialTokenNames(files).All())
        {
            if (tokens.TryGetValue(special.Content, out var token))
            {
                tokens[special.Content] = token with { IsSpecial = true };
            }
            else if (vocabulary.Find(special.Content) is { } id)
            {
                tokens[special.Content] = special with { Id = id };
            }
        }

        return [.. tokens.Values];
    }

    private static IEnumerable<AddedToken> OfDecoder(FolderFiles files, Vocabulary vocabulary, List<string> problems)
    {
        const string Member = "added_tokens_decoder";
        if (FolderFiles.Member(files.TokenizerConfig, Member) is not { ValueKind: JsonValueKind.Object } list)
        {
            yield break;
        }

        var part = JsonPart.Root(list, problems);
        foreach (var entry in list.EnumerateObject())
        {
            if (TryParseId(entry.Name, out var id) && part.Part(entry.Name) is { } token)
            {
                yield return AddedTokenReader.Read(token, vocabulary, id);
            }
            else
            {
                part.Refuse(entry.Name, "a member of " + Member, "an id with an object");
            }
        }
    }

    private static IEnumerable<AddedToken> OfMap(FolderFiles files) =>
        files.AddedTokens.ValueKind != JsonValueKind.Object
            ? []
            : files.AddedTokens.EnumerateObject()
                .Where(entry => entry.Name.Length > 0 && entry.Value.ValueKind == JsonValueKind.Number
                    && entry.Value.TryGetInt32(out var id) && id is >= 0 and < Vocabulary.LargestCount)
                .Select(entry => new AddedToken(entry.Value.GetInt32(), entry.Name));

    private static bool TryParseId(string name, out int id) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id < Vocabulary.LargestCount;
}
