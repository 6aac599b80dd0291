using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Determinism;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>Breaks tokenizer.json files: blindly in their bytes, or knowingly in one of their values.</summary>
internal sealed class TokenizerFileMutator(IReadOnlyList<byte[]> originals)
{
    private const string Placeholder = "PLACEHOLDER";

    private static readonly string[] HostileValues =
    [
        "null", "true", "false", "0", "-1", "1e3", "0.5", "4194303", "4194304", "2147483647", "99999999999999999999", "\"\"", "\" \"",
        "\"a\"", "\"a b\"", "\"a b c\"", "\"\\ud800\"", "\"\\u0000\"", "\"(\"", "\"(?<!a)b|\\\\s+\"", "[]", "{}", "[0]", "[\"a\",\"b\"]",
        "[[\"a\",\"b\"]]", "[[[]]]", "{\"a\":0}", "{\"a\":-1}", "{\"a\":0,\"a\":0}", "{\"String\":\"a\"}", "{\"Regex\":\"\\\\s*\"}",
        "{\"Regex\":\"[\"}", "{\"Regex\":\"\\\\p{Han}\"}", "{\"type\":\"NFKC\"}", "{\"type\":\"ByteLevel\"}", "{\"type\":\"Metaspace\"}",
        "{\"type\":\"Sequence\"}", "{\"type\":\"Whitespace\"}", "{\"type\":\"Digits\",\"individual_digits\":true}",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"e\"},\"behavior\":\"MergedWithPrevious\"}", "{\"type\":\"BPE\"}",
    ];

    private static readonly string[] HostileNames = ["", "type", "a", "vocab", "pattern", "id", "\u2028", "é"];

    public byte[] Mutate(SeededRandom random)
    {
        var bytes = originals[random.Next(originals.Count)].ToArray();
        for (var count = 1 + random.Next(3); count > 0; count--)
        {
            bytes = random.Next(8) switch
            {
                0 => FlipBits(bytes, random),
                1 => bytes[..random.Next(bytes.Length + 1)],
                _ => EditJson(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] FlipBits(byte[] bytes, SeededRandom random)
    {
        for (var i = random.Next(8); i >= 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private byte[] EditJson(byte[] bytes, SeededRandom random)
    {
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject { Count: > 0 } file)
            {
                return bytes;
            }

            if (random.Next(6) == 0 && JsonNode.Parse(originals[random.Next(originals.Count)]) is JsonObject other)
            {
                var name = other.ElementAt(random.Next(other.Count)).Key;
                file[name] = other[name]?.DeepClone(); // a part of another tokenizer
            }
            else
            {
                EditOneValue(file, random);
            }

            var value = HostileValues[random.Next(HostileValues.Length)];
            var text = file.ToJsonString().Replace($"\"{Placeholder}\"", value, StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(text);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return bytes; // no JSON, a key twice, or no Unicode: an earlier mutation's work
        }
    }

    private static void EditOneValue(JsonObject owner, SeededRandom random)
    {
        var (name, node) = owner.ElementAt(random.Next(owner.Count));
        if (random.Next(3) > 0 && node is JsonObject { Count: > 0 } inner)
        {
            EditOneValue(inner, random);
        }
        else if (random.Next(3) > 0 && node is JsonArray { Count: > 0 } list)
        {
            var index = random.Next(list.Count);
            if (list[index] is JsonObject { Count: > 0 } item)
            {
                EditOneValue(item, random);
            }
            else
            {
                list[index] = Placeholder;
            }
        }
        else if (random.Next(4) == 0)
        {
            owner.Remove(name);
            owner[HostileNames[random.Next(HostileNames.Length)]] = node;
        }
        else
        {
            owner[name] = Placeholder;
        }
    }
}
