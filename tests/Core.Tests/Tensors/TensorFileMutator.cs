using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Determinism;

namespace FedK8s.Core.Tests.Tensors;

/// <summary>Breaks valid tensor files: blindly in their bytes, or knowingly in their headers.</summary>
internal sealed class TensorFileMutator(IReadOnlyList<byte[]> originals)
{
    private const string Placeholder = "PLACEHOLDER";

    private static readonly string[] HostileValues =
    [
        "-1", "0", "1", "2", "3", "4", "8", "2147483648", "4611686018427387904", "9223372036854775807",
        "18446744073709551616", "1e3", "0.5", "null", "true", "\"\"", "\"F32\"", "\"BF16\"", "\"I64\"", "\"BOOL\"",
        "\"Q4\"", "[]", "{}", "[0]", "[0,0]", "[0,4]",
        "[4,0]", "[2,3]", "[[[1]]]", "\"\\u0000\"", "\"\\ud800\"", "[9223372036854775807,2]", "[0,9223372036854775807]",
    ];

    private static readonly string[] HostileNames =
        ["", "__metadata__", "dtype", "shape", "data_offsets", "a\u0000b", "..", "\u2028", "model.layers.0.F32", "é"];

    public byte[] Mutate(SeededRandom random)
    {
        var bytes = originals[random.Next(originals.Count)].ToArray();
        var count = 1 + random.Next(3);
        for (var i = 0; i < count; i++)
        {
            bytes = random.Next(8) switch
            {
                0 => FlipBits(bytes, random),
                1 => bytes[..random.Next(bytes.Length + 1)],
                2 => Splice(bytes, random),
                3 => SetHeaderLength(bytes, random),
                4 => EditHeaderText(bytes, random),
                _ => EditHeaderJson(bytes, random),
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

    private byte[] Splice(byte[] bytes, SeededRandom random)
    {
        var other = originals[random.Next(originals.Count)];
        return [.. bytes.AsSpan(0, random.Next(bytes.Length + 1)), .. other.AsSpan(random.Next(other.Length + 1))];
    }

    private static byte[] SetHeaderLength(byte[] bytes, SeededRandom random)
    {
        if (bytes.Length >= sizeof(ulong))
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            BinaryPrimitives.WriteUInt64LittleEndian(
                bytes, random.Next(2) == 0 ? length + (ulong)random.Next(9) - 4 : random.NextBits() >> random.Next(64));
        }

        return bytes;
    }

    private static byte[] EditHeaderText(byte[] bytes, SeededRandom random)
    {
        if (!TrySplit(bytes, out var json, out var data) || json.Length == 0)
        {
            return bytes;
        }

        var start = random.Next(json.Length);
        var end = Math.Min(json.Length, start + random.Next(12));
        var inserted = Encoding.UTF8.GetBytes(HostileValues[random.Next(HostileValues.Length)]);
        return TensorFiles.FromHeader([.. json.AsSpan(0, start), .. inserted, .. json.AsSpan(end)], data);
    }

    private static byte[] EditHeaderJson(byte[] bytes, SeededRandom random)
    {
        if (!TrySplit(bytes, out var json, out var data))
        {
            return bytes;
        }

        try
        {
            return JsonNode.Parse(json) is JsonObject { Count: > 0 } header
                ? TensorFiles.FromHeader(Encoding.UTF8.GetBytes(EditOneMember(header, random)), data)
                : bytes;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return bytes; // no JSON, a key twice, or no Unicode: an earlier mutation's work
        }
    }

    private static string EditOneMember(JsonObject header, SeededRandom random)
    {
        var (name, node) = header.ElementAt(random.Next(header.Count));
        if (random.Next(4) == 0)
        {
            header.Remove(name);
            header[HostileNames[random.Next(HostileNames.Length)]] = node;
        }
        else if (node is JsonObject { Count: > 0 } entry)
        {
            entry[entry.ElementAt(random.Next(entry.Count)).Key] = Placeholder;
        }
        else
        {
            header[name] = Placeholder;
        }

        // Through a placeholder, because some of the values are no JSON that a parser would let in.
        var value = HostileValues[random.Next(HostileValues.Length)];
        return header.ToJsonString().Replace($"\"{Placeholder}\"", value, StringComparison.Ordinal);
    }

    private static bool TrySplit(byte[] bytes, out byte[] json, out byte[] data)
    {
        (json, data) = ([], []);
        if (bytes.Length < sizeof(ulong)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) > (ulong)(bytes.Length - sizeof(ulong)))
        {
            return false;
        }

        var end = sizeof(ulong) + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        (json, data) = (bytes[sizeof(ulong)..end], bytes[end..]);
        return true;
    }
}
