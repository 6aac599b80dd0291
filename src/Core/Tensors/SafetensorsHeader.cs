using System.Buffers.Binary;
using System.Text.Json;

namespace FedK8s.Core.Tensors;

/// <summary>
/// The header of a safetensors file: an 8-byte little-endian length, then that many bytes of JSON, which give every
/// tensor's type, shape and place in the data that follows. Source: github.com/huggingface/safetensors, README,
/// "Format".
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The format's limit for the JSON, in bytes.</summary>
    public const int MaximumByteCount = 100_000_000;

    internal const string MetadataName = "__metadata__";
    internal const int LengthByteCount = sizeof(ulong);

    private const int Alignment = 8;

    internal SafetensorsHeader(IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>Every tensor, in the order in which the bytes lie in the file, without holes.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Free text pairs; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The bytes of all tensors together.</summary>
    public long DataByteCount => Entries.Count == 0 ? 0 : Entries[^1].Offset + Entries[^1].ByteCount;

    /// <summary>
    /// Lays tensors out: wide element types first, then by the ordinal order of names. The same tensors give the same
    /// bytes whatever their order here, and every tensor is aligned to its element size, which readers that view the
    /// file need.
    /// </summary>
    /// <param name="tensors">Their names are unique.</param>
    /// <param name="metadata">Written in the ordinal order of keys; null for none.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved, taken twice or has control characters, or the
    /// tensors exceed the format's limits.</exception>
    public static SafetensorsHeader Create(
        IEnumerable<TensorDeclaration> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors
            .OrderByDescending(tensor => tensor.Type.ElementByteCount())
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal);

        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        Int128 offset = 0;
        foreach (var tensor in ordered)
        {
            if (!IsAllowedName(tensor.Name) || !names.Add(tensor.Name))
            {
                throw new ArgumentException(
                    $"'{tensor.Name}' cannot name a tensor: it is taken, reserved or empty.", nameof(tensors));
            }

            entries.Add(new TensorEntry(tensor.Name, tensor.Type, tensor.Shape, (long)offset));
            offset += (Int128)tensor.Shape.ElementCount * tensor.Type.ElementByteCount();
            if (offset > long.MaxValue)
            {
                throw new ArgumentException(
                    $"{tensor.Name} with shape {tensor.Shape} does not fit into a file.", nameof(tensors));
            }
        }

        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            sorted.Add(key, value);
        }

        return new SafetensorsHeader(entries, sorted);
    }

    /// <summary>Reads the JSON of a header and checks it completely.</summary>
    /// <param name="json">The bytes between the length and the data.</param>
    /// <param name="dataByteCount">How many bytes follow the header; the tensors must fill them exactly.</param>
    /// <param name="file">The name to give in messages.</param>
    /// <exception cref="InvalidTensorFileException">Anything in the header breaks the format.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataByteCount, string file) =>
        new SafetensorsHeaderReader(file).Read(json, dataByteCount);

    /// <summary>The header as it stands in a file: length and JSON, padded with spaces so that the data starts at a
    /// multiple of 8 bytes.</summary>
    /// <exception cref="InvalidOperationException">The JSON exceeds <see cref="MaximumByteCount"/>.</exception>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        stream.Write(stackalloc byte[LengthByteCount]);
        WriteJson(stream);
        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        var bytes = stream.ToArray();
        var jsonByteCount = bytes.Length - LengthByteCount;
        if (jsonByteCount > MaximumByteCount)
        {
            throw new InvalidOperationException(
                $"{Entries.Count} tensors need a header of {jsonByteCount} bytes, over the format's limit of "
                + $"{MaximumByteCount}: write fewer tensors to a file.");
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)jsonByteCount);
        return bytes;
    }

    internal static bool IsAllowedName(string name) =>
        name.Length > 0 && name != MetadataName && !name.Any(char.IsControl);

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        WriteMetadata(json);
        foreach (var entry in Entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", entry.Type.FormatName());
            WriteNumbers(json, "shape", entry.Shape);
            WriteNumbers(json, "data_offsets", [entry.Offset, entry.Offset + entry.ByteCount]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(MetadataName);
        foreach (var (key, value) in Metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
