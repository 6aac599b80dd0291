using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>post_processor</c> of a tokenizer.json, as far as one text alone goes through it.</summary>
internal static class TemplateReader
{
    public static SequenceTemplate Read(JsonPart? part)
    {
        if (part is null)
        {
            return SequenceTemplate.None;
        }

        var template = ReadType(part);
        part.RefuseOthers();
        return template;
    }

    private static SequenceTemplate ReadType(JsonPart part)
    {
        switch (part.Text("type"))
        {
            case "Sequence":
                return part.Parts("processors").Select(Read).Aggregate(
                    SequenceTemplate.None,
                    (inner, outer) => new([.. outer.Opening, .. inner.Opening], [.. inner.Closing, .. outer.Closing]));
            case "ByteLevel":
                part.Ignore("add_prefix_space", "trim_offsets", "use_regex"); // of positions only
                return SequenceTemplate.None;
            case "BertProcessing":
                return new([IdOfPair(part, "cls")], [IdOfPair(part, "sep")]);
            case "RobertaProcessing":
                part.Ignore("add_prefix_space", "trim_offsets");
                return new([IdOfPair(part, "cls")], [IdOfPair(part, "sep")]);
            case "TemplateProcessing":
                return ReadTemplate(part);
            default:
                part.Require(false, "type",
                    "Sequence, ByteLevel, BertProcessing, RobertaProcessing or TemplateProcessing");
                return SequenceTemplate.None;
        }
    }

    private static int IdOfPair(JsonPart part, string name)
    {
        var pair = part.Find(name);
        var isPair = pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && IsId(pair[1]);
        part.Require(isPair, name, "a pair of a token and its id");
        return isPair ? pair[1].GetInt32() : 0;
    }

    private static SequenceTemplate ReadTemplate(JsonPart part)
    {
        part.Ignore("pair");
        var ids = ReadIds(part);
        var (opening, closing) = (new List<int>(), new List<int>());
        var texts = 0;
        foreach (var piece in part.Parts("single"))
        {
            if (piece.Part("SpecialToken") is { } special)
            {
                var name = special.Text("id");
                special.Require(ids.ContainsKey(name), "id", "one of special_tokens");
                (texts == 0 ? opening : closing).AddRange(ids.GetValueOrDefault(name, []));
            }
            else
            {
                texts++;
                piece.Require(piece.Part("Sequence")?.Text("id") == "A", "Sequence", "the sequence A");
            }

            piece.RefuseOthers();
        }

        part.Require(texts == 1, "single", "the sequence A once");
        return new(opening, closing);
    }

    private static Dictionary<string, int[]> ReadIds(JsonPart part)
    {
        var ids = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var found = part.Find("special_tokens");
        var isRead = found.ValueKind is JsonValueKind.Undefined;
        if (found.ValueKind == JsonValueKind.Object)
        {
            isRead = found.EnumerateObject().All(token => TryAdd(token, ids));
        }

        part.Require(isRead, "special_tokens", "an object of tokens with their ids");
        return ids;
    }

    private static bool TryAdd(JsonProperty token, Dictionary<string, int[]> ids)
    {
        if (token.Value.ValueKind != JsonValueKind.Object || !token.Value.TryGetProperty("ids", out var found)
            || found.ValueKind != JsonValueKind.Array || !found.EnumerateArray().All(IsId))
        {
            return false;
        }

        ids[token.Name] = [.. found.EnumerateArray().Select(id => id.GetInt32())];
        return true;
    }

    private static bool IsId(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id)
        && id is >= 0 and < Vocabulary.LargestCount;
}
