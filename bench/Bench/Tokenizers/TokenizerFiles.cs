using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FedK8s.Bench.Tokenizers;

/// <summary>Writes tokenizer.json files of real size, with vocabularies trained on a text.</summary>
internal static class TokenizerFiles
{
    private const string Gpt2Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Llama3Words =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
        + @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public static JsonObject Gpt2(string text, int merges) => BytePairs(
        text, Gpt2Words, merges, new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false });

    public static JsonObject Llama3(string text, int merges) => BytePairs(text, Llama3Words, merges, Splitting(Llama3Words));

    /// <summary>As <see cref="Llama3"/>, but by an expression that nobody has written a scanner for.</summary>
    public static JsonObject Expression(string text, int merges) =>
        BytePairs(text, Llama3Words, merges, Splitting(Llama3Words + "|x{9}"));

    public static JsonObject SentencePiece(string text, int merges)
    {
        var words = Count(text.Replace(' ', '▁'), "▁?[^▁]+|▁");
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["</s>"] = 1 };
        foreach (var letter in words.SelectMany(word => word.Word).Distinct())
        {
            vocabulary[letter.ToString()] = vocabulary.Count;
        }

        var model = Model(words, vocabulary, merges);
        model["unk_token"] = "<unk>";
        return new JsonObject
        {
            ["normalizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["normalizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" },
                    new JsonObject
                    {
                        ["type"] = "Replace",
                        ["pattern"] = new JsonObject { ["String"] = " " },
                        ["content"] = "▁",
                    }),
            },
            ["model"] = model,
        };
    }

    public static JsonObject WordPiece(string text, int merges)
    {
        var words = Count(text.ToLowerInvariant(), @"\w+|[^\w\s]");
        var vocabulary = new JsonObject { ["[UNK]"] = 0, ["</s>"] = 1 };
        var letters = words.SelectMany(word => word.Word).Distinct().Select(letter => letter.ToString());
        var pairs = new PairTraining(words).Merges(merges).Select(pair => pair.Left + pair.Right);
        foreach (var piece in letters.Concat(pairs).SelectMany(piece => new[] { piece, "##" + piece }))
        {
            vocabulary.TryAdd(piece, vocabulary.Count);
        }

        return new JsonObject
        {
            ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["lowercase"] = true },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["model"] = new JsonObject { ["type"] = "WordPiece", ["unk_token"] = "[UNK]", ["vocab"] = vocabulary },
        };
    }

    private static JsonObject Splitting(string expression) => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "Split",
                ["pattern"] = new JsonObject { ["Regex"] = expression },
                ["behavior"] = "Isolated",
            },
            new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
    };

    private static JsonObject BytePairs(string text, string expression, int merges, JsonObject preTokenizer)
    {
        var characters = ByteCharacters();
        var words = Count(text, expression)
            .Select(word => (string.Concat(Encoding.UTF8.GetBytes(word.Word).Select(value => characters[value])), word.Count));
        var vocabulary = new JsonObject();
        foreach (var character in characters)
        {
            vocabulary[character.ToString()] = vocabulary.Count;
        }

        vocabulary["</s>"] = vocabulary.Count;
        return new JsonObject { ["pre_tokenizer"] = preTokenizer, ["model"] = Model(words, vocabulary, merges) };
    }

    private static JsonObject Model(IEnumerable<(string, int)> words, JsonObject vocabulary, int merges)
    {
        var rules = new JsonArray();
        foreach (var (left, right) in new PairTraining(words).Merges(merges))
        {
            rules.Add((JsonNode)new JsonArray(left, right));
            vocabulary.TryAdd(left + right, vocabulary.Count);
        }

        return new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = rules };
    }

    private static List<(string Word, int Count)> Count(string text, string expression) =>
    [
        .. Regex.Matches(text, expression, RegexOptions.CultureInvariant).CountBy(match => match.Value)
            .Select(word => (word.Key, word.Value)).OrderBy(word => word.Key, StringComparer.Ordinal),
    ];

    private static char[] ByteCharacters()
    {
        var next = '\u0100';
        return
        [
            .. Enumerable.Range(0, 256).Select(value =>
                value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++),
        ];
    }
}
