using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Folders;

/// <summary>
/// A vocabulary of llama2.c (<c>tokenizer.bin</c>, <c>tok512.bin</c>) as a Hugging Face tokenizer. It merges the pair whose
/// joined token has the highest score; here every way to make a token becomes a rule, the highest score first, which gives
/// the same ids. A space is written as U+2581, as other programs expect it.
/// </summary>
internal static class Llama2cVocabulary
{
    private const int SpecialCount = 3; // <unk> <s> </s>
    private const int ByteCount = 256;
    private const int EntryHeaderSize = sizeof(float) + sizeof(int);

    private static readonly string[] SpecialNames = ["<unk>", "<s>", "</s>"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The content of <c>tokenizer.json</c>.</summary>
    /// <param name="file">
    /// int32 length of the longest token, then for each token float32 score, int32 byte count and its bytes; little endian.
    /// Tokens 0 to 2 are unknown, beginning and end, 3 to 258 the bytes.
    /// </param>
    /// <exception cref="RunFailedException">FK3004: the file has another layout.</exception>
    public static JsonObject ToTokenizerJson(ReadOnlySpan<byte> file)
    {
        var tokens = Read(file);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
        {
            if (!ids.TryAdd(tokens[id].Text, id))
            {
                throw Invalid($"token {id} again as what token {ids[tokens[id].Text]} is");
            }
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. SpecialNames.Select(AddedTokenJson.Special)]),
            ["normalizer"] = Sequence("normalizers",
                new JsonObject { ["type"] = "Prepend", ["prepend"] = WordStarts.Sign.ToString() },
                Replace(" ", WordStarts.Sign.ToString())),
            ["pre_tokenizer"] = null,
            ["post_processor"] = StartTemplate(),
            ["decoder"] = Sequence("decoders",
                Replace(WordStarts.Sign.ToString(), " "),
                new JsonObject { ["type"] = "ByteFallback" },
                new JsonObject { ["type"] = "Fuse" },
                new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 }),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = SpecialNames[0],
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["vocab"] = new JsonObject(ids.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)token.Value))),
                ["merges"] = new JsonArray([.. Merges(tokens, ids)]),
            },
        };
    }

    /// <summary>The content of the <c>tokenizer_config.json</c> beside it.</summary>
    public static JsonObject TokenizerConfig() => new()
    {
        ["tokenizer_class"] = "PreTrainedTokenizerFast",
        ["add_bos_token"] = true,
        ["add_eos_token"] = false,
        ["unk_token"] = SpecialNames[0],
        ["bos_token"] = SpecialNames[1],
        ["eos_token"] = SpecialNames[2],
        ["clean_up_tokenization_spaces"] = false,
    };

    private static List<(string Text, float Score)> Read(ReadOnlySpan<byte> file)
    {
        var tokens = new List<(string, float)>();
        var rest = file.Length >= sizeof(int) ? file[sizeof(int)..] : throw Invalid($"{file.Length} bytes");
        while (!rest.IsEmpty)
        {
            var length = rest.Length < EntryHeaderSize ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(float)..]);
            if (length < 0 || length > rest.Length - EntryHeaderSize)
            {
                throw Invalid($"token {tokens.Count} cut short");
            }

            var score = BinaryPrimitives.ReadSingleLittleEndian(rest);
            tokens.Add((TextOf(tokens.Count, rest.Slice(EntryHeaderSize, length)), score));
            rest = rest[(EntryHeaderSize + length)..];
        }

        return tokens.Count > SpecialCount + ByteCount ? tokens : throw Invalid($"{tokens.Count} tokens");
    }

    private static string TextOf(int id, ReadOnlySpan<byte> bytes)
    {
        if (id < SpecialCount + ByteCount)
        {
            return id < SpecialCount ? SpecialNames[id] : ByteToken.Of((byte)(id - SpecialCount));
        }

        try
        {
            return Strict.GetString(bytes).Replace(' ', WordStarts.Sign);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid($"token {id} that is no UTF-8");
        }
    }

    // Of the ways to make one token, which all have its score, the one with the longer first part comes first: of two that
    // overlap it is the one on the left ("aa|a|aa").
    private static IEnumerable<JsonNode> Merges(List<(string Text, float Score)> tokens, Dictionary<string, int> ids) =>
        from token in tokens.Skip(SpecialCount + ByteCount).OrderByDescending(token => token.Score)
        from length in Enumerable.Range(1, Math.Max(0, token.Text.Length - 1)).Reverse()
        let left = token.Text[..length]
        let right = token.Text[length..]
        where IsOrdinary(left, ids) && IsOrdinary(right, ids)
        select new JsonArray(left, right);

    private static bool IsOrdinary(string text, Dictionary<string, int> ids) =>
        ids.TryGetValue(text, out var id) && id >= SpecialCount + ByteCount;

    private static JsonObject Replace(string text, string content) => new()
    {
        ["type"] = "Replace",
        ["pattern"] = new JsonObject { ["String"] = text },
        ["content"] = content,
    };

    private static JsonObject Sequence(string member, params JsonNode[] parts) =>
        new() { ["type"] = "Sequence", [member] = new JsonArray(parts) };

    private static JsonObject StartTemplate() => new()
    {
        ["type"] = "TemplateProcessing",
        ["single"] = new JsonArray(
            new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = SpecialNames[1], ["type_id"] = 0 } },
            new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } }),
        ["pair"] = new JsonArray(
            new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = SpecialNames[1], ["type_id"] = 0 } },
            new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } },
            new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "B", ["type_id"] = 0 } }),
        ["special_tokens"] = new JsonObject
        {
            [SpecialNames[1]] = new JsonObject
            {
                ["id"] = SpecialNames[1],
                ["ids"] = new JsonArray(1),
                ["tokens"] = new JsonArray(SpecialNames[1]),
            },
        },
    };

    private static RunFailedException Invalid(string found) =>
        new(ExitCodes.UnsupportedModel,
            $"the llama2.c vocabulary holds {found}; wanted scores and texts of more than {SpecialCount + ByteCount} "
            + "tokens: use the file that belongs to the checkpoint.");
}
