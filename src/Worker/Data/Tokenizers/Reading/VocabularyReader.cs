using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.Models;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>vocab</c> of a model and its <c>merges</c>.</summary>
internal static class VocabularyReader
{
    public static Vocabulary Read(JsonPart model)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = model.Find("vocab");
        var isRead = found.ValueKind == JsonValueKind.Object && found.EnumerateObject().All(token => TryAdd(token, ids));
        model.Require(isRead && ids.Count > 0, "vocab",
            $"an object of tokens, each with an id of its own from 0 to below {Vocabulary.LargestCount}");
        var isUnique = ids.Values.Distinct().Count() == ids.Count;
        model.Require(isUnique, "vocab", "an id of its own for each token");
        return new(ids);
    }

    /// <summary>Rules of a byte-pair model, as texts <c>"a b"</c> or pairs <c>["a","b"]</c>.</summary>
    public static IReadOnlyList<MergeRule> ReadMerges(JsonPart model, Vocabulary vocabulary)
    {
        var rules = new List<MergeRule>();
        var found = model.Find("merges");
        if (found.ValueKind != JsonValueKind.Array)
        {
            model.Require(false, "merges", "a list");
            return rules;
        }

        foreach (var merge in found.EnumerateArray())
        {
            if (Parse(merge) is not var (left, right) || FindRule(left, right, vocabulary) is not { } rule)
            {
                model.Refuse($"merges[{rules.Count}]", merge.GetRawText(), "two tokens whose joined text is a token too");
                break;
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static bool TryAdd(JsonProperty token, Dictionary<string, int> ids)
    {
        var isId = token.Value.ValueKind == JsonValueKind.Number && token.Value.TryGetInt32(out var id)
            && id is >= 0 and < Vocabulary.LargestCount;
        return isId && ids.TryAdd(token.Name, token.Value.GetInt32());
    }

    private static (string Left, string Right)? Parse(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.String && merge.GetString() is { } text)
        {
            var parts = text.Split(' ');
            return parts.Length == 2 ? (parts[0], parts[1]) : null;
        }

        var isPair = merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2
            && merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String);
        return isPair ? (merge[0].GetString() ?? "", merge[1].GetString() ?? "") : null;
    }

    private static MergeRule? FindRule(string left, string right, Vocabulary vocabulary) =>
        vocabulary.Find(left) is { } leftId && vocabulary.Find(right) is { } rightId
            && vocabulary.Find(left + right) is { } joined
            ? new(leftId, rightId, joined)
            : null;
}
