using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Tensors;

/// <summary>
/// Turns the JSON of a header into entries and trusts none of it. Refused, besides what the format forbids: keys that
/// the format does not define, keys given twice, names that are empty or carry control characters, and shapes beyond
/// <see cref="TensorShape.MaximumRank"/>.
/// </summary>
internal sealed class SafetensorsHeaderReader(string file)
{
    // The deepest valid header is object, tensor, list.
    private const int MaximumDepth = 3;

    private readonly Dictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _metadata;

    public SafetensorsHeader Read(ReadOnlySpan<byte> json, long dataByteCount)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Invalid("a header that does not begin with '{'", "a JSON object");
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            reader.Read();
            ReadObject(ref reader);
            reader.Read(); // throws when anything but white space follows the object
        }
        catch (JsonException exception)
        {
            throw Invalid(
                $"a header that is not JSON at line {exception.LineNumber}, byte {exception.BytePositionInLine}",
                $"a JSON object nested at most {MaximumDepth} deep", exception);
        }

        var ordered = _entries.Values
            .OrderBy(entry => entry.Offset)
            .ThenBy(entry => entry.ByteCount)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();
        CheckNoHoles(ordered, dataByteCount);
        return new SafetensorsHeader(ordered, _metadata ?? []);
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (ReadName(ref reader) is { } name)
        {
            reader.Read();
            if (name == SafetensorsHeader.MetadataName)
            {
                _metadata = _metadata is null
                    ? ReadMetadata(ref reader)
                    : throw Invalid($"two {SafetensorsHeader.MetadataName} objects", "at most one");
                continue;
            }

            if (!SafetensorsHeader.IsAllowedName(name))
            {
                throw Invalid($"a tensor named '{PrintableText.Of(name)}'", "a name without control characters");
            }

            if (!_entries.TryAdd(name, ReadEntry(ref reader, name)))
            {
                throw Invalid($"two tensors named '{PrintableText.Of(name)}'", "each name once");
            }
        }
    }

    private Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        RequireToken(ref reader, JsonTokenType.StartObject, SafetensorsHeader.MetadataName, "an object of strings");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (ReadName(ref reader) is { } key)
        {
            reader.Read();
            RequireToken(ref reader, JsonTokenType.String, $"metadata '{PrintableText.Of(key)}'", "a string");
            if (!pairs.TryAdd(key, ReadString(ref reader)))
            {
                throw Invalid($"metadata '{PrintableText.Of(key)}' twice", "each key once");
            }
        }

        return pairs;
    }

    private TensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        var thing = $"tensor '{PrintableText.Of(name)}'";
        RequireToken(ref reader, JsonTokenType.StartObject, thing, "an object");
        TensorType? type = null;
        long[]? lengths = null;
        long[]? offsets = null;
        while (ReadName(ref reader) is { } key)
        {
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, thing);
                    break;
                case "shape" when lengths is null:
                    lengths = ReadNumbers(ref reader, $"the shape of {thing}", TensorShape.MaximumRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, $"the data_offsets of {thing}", 2);
                    break;
                default:
                    throw Invalid(
                        $"{thing} with the key '{PrintableText.Of(key)}'", "dtype, shape and data_offsets, each once");
            }
        }

        return type is null || lengths is null || offsets is not [var begin, var end]
            ? throw Invalid($"{thing} without a complete description", "dtype, shape and two data_offsets")
            : CheckedEntry(name, type.Value, lengths, begin, end);
    }

    private TensorEntry CheckedEntry(string name, TensorType type, long[] lengths, long begin, long end)
    {
        if (!TensorShape.TryCreate(lengths, out var shape))
        {
            throw Invalid(
                $"tensor '{PrintableText.Of(name)}' with an impossible shape",
                "lengths that multiply to less than 2^63");
        }

        // In 128 bits, because a hostile shape times its element size, or end minus begin, may leave 64.
        var wanted = (Int128)shape.ElementCount * type.ElementByteCount();
        if (begin < 0 || (Int128)end - begin != wanted)
        {
            throw Invalid($"tensor '{PrintableText.Of(name)}' at bytes {begin} to {end}",
                $"{wanted} bytes for {type.FormatName()} {shape}");
        }

        return new TensorEntry(name, type, shape, begin);
    }

    private void CheckNoHoles(TensorEntry[] ordered, long dataByteCount)
    {
        var end = 0L;
        foreach (var entry in ordered)
        {
            if (entry.Offset != end)
            {
                throw Invalid($"tensor '{PrintableText.Of(entry.Name)}' at byte {entry.Offset} of the data",
                    $"byte {end}, so that tensors neither overlap nor leave holes");
            }

            end = entry.Offset + entry.ByteCount;
        }

        if (end != dataByteCount)
        {
            throw Invalid($"{dataByteCount} bytes of data", $"the {end} bytes that the header describes");
        }
    }

    private TensorType ReadType(ref Utf8JsonReader reader, string thing)
    {
        RequireToken(ref reader, JsonTokenType.String, $"the dtype of {thing}", "a string");
        var name = ReadString(ref reader);
        return TensorTypeFormat.FindType(name)
            ?? throw Invalid($"{thing} of type '{PrintableText.Of(name)}'", "a type such as F32, BF16, F16 or I64");
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string thing, int maximumCount)
    {
        RequireToken(ref reader, JsonTokenType.StartArray, thing, "a list of numbers");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0
                || numbers.Count == maximumCount)
            {
                throw Invalid($"{thing} with a number too many, or one out of range",
                    $"at most {maximumCount} whole numbers from 0 to 2^63 - 1");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private string? ReadName(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? ReadString(ref reader) : null;

    private string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException exception)
        {
            // How the reader reports bytes that are not UTF-8, and halves of surrogate pairs.
            throw Invalid($"text that is not Unicode at byte {reader.TokenStartIndex}", "UTF-8", exception);
        }
    }

    private void RequireToken(ref Utf8JsonReader reader, JsonTokenType wanted, string thing, string wantedText)
    {
        if (reader.TokenType != wanted)
        {
            throw Invalid($"{thing} that is {reader.TokenType}", wantedText);
        }
    }

    private InvalidTensorFileException Invalid(string found, string wanted, Exception? cause = null) =>
        new(file, found, wanted, cause);
}
