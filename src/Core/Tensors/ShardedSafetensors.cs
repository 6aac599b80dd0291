using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Tensors;

/// <summary>
/// A checkpoint spread over several safetensors files, with an index that says which file holds which tensor, as
/// Hugging Face writes it: <c>{"metadata": {...}, "weight_map": {"tensor name": "file name"}}</c>. What the index does
/// not name is not part of the checkpoint. The shards lie in the folder of the index.
/// </summary>
public sealed class ShardedSafetensors : ITensorSource
{
    // Far above the index of any model: a million tensors need about this much.
    private const int MaximumIndexByteCount = 100_000_000;

    private static readonly JsonSerializerOptions IndexOptions = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    private readonly Dictionary<string, SafetensorsFile> _shards;
    private readonly Dictionary<string, SafetensorsFile> _shardOfTensor;

    private ShardedSafetensors(
        string path, Dictionary<string, SafetensorsFile> shards, Dictionary<string, SafetensorsFile> shardOfTensor)
    {
        _shards = shards;
        _shardOfTensor = shardOfTensor;
        Location = path;
        Entries = [.. shardOfTensor
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.Find(pair.Key)!)]; // Open found each of them
        Metadata = shards
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.Metadata)
            .FirstOrDefault() ?? new Dictionary<string, string>();
    }

    /// <summary>Opens the index and every shard that it names.</summary>
    /// <param name="path">The index, usually <c>model.safetensors.index.json</c>.</param>
    /// <exception cref="InvalidTensorFileException">The index or a shard breaks the format, or a shard or tensor that
    /// the index names is missing.</exception>
    /// <exception cref="IOException">The index is not there or cannot be read.</exception>
    public static ShardedSafetensors Open(string path)
    {
        var weightMap = ReadWeightMap(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!; // a file always has a folder
        var shards = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        var shardOfTensor = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        try
        {
            foreach (var (tensor, fileName) in weightMap)
            {
                if (!shards.TryGetValue(fileName, out var shard))
                {
                    shard = OpenShard(path, folder, fileName);
                    shards.Add(fileName, shard);
                }

                if (shard.Find(tensor) is null)
                {
                    throw new InvalidTensorFileException(
                        path, $"'{PrintableText.Of(tensor)}' in {fileName}", "a tensor that this shard holds");
                }

                shardOfTensor.Add(tensor, shard);
            }

            return new ShardedSafetensors(path, shards, shardOfTensor);
        }
        catch
        {
            CloseAll(shards);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The metadata of the first shard, in the ordinal order of file names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public TensorEntry? Find(string name) => _shardOfTensor.GetValueOrDefault(name)?.Find(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry) => ShardOf(entry).Bytes(entry);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount) =>
        ShardOf(entry).Bytes(entry, offset, byteCount);

    /// <inheritdoc/>
    public void Read(TensorEntry entry, long offset, Span<byte> destination) =>
        ShardOf(entry).Read(entry, offset, destination);

    /// <inheritdoc/>
    public void Forget(TensorEntry entry, long offset, int byteCount) => ShardOf(entry).Forget(entry, offset, byteCount);

    /// <inheritdoc/>
    public void Dispose() => CloseAll(_shards);

    private SafetensorsFile ShardOf(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _shardOfTensor.GetValueOrDefault(entry.Name)
            ?? throw new ArgumentException($"{entry.Name} is not an entry of {Location}.", nameof(entry));
    }

    private static SafetensorsFile OpenShard(string index, string folder, string fileName)
    {
        // A file beside the index and nothing else: a path could lead anywhere.
        if (fileName != Path.GetFileName(fileName) || fileName is "" or "." or ".." || fileName.Any(char.IsControl))
        {
            throw new InvalidTensorFileException(
                index, $"the shard '{PrintableText.Of(fileName)}'", "the name of a file beside the index");
        }

        var path = Path.Combine(folder, fileName);
        return File.Exists(path)
            ? SafetensorsFile.Open(path)
            : throw new InvalidTensorFileException(
                index, $"no file '{PrintableText.Of(fileName)}'", "every shard beside the index");
    }

    private static IReadOnlyDictionary<string, string> ReadWeightMap(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaximumIndexByteCount)
        {
            throw new InvalidTensorFileException(
                path, $"an index of {stream.Length} bytes", $"at most {MaximumIndexByteCount}");
        }

        try
        {
            var weightMap = JsonSerializer.Deserialize<SafetensorsIndex>(stream, IndexOptions)?.WeightMap;
            return weightMap is not null && !weightMap.Values.Contains(null!) // JSON may hold a null all the same
                ? weightMap
                : throw new JsonException("null in place of a value");
        }
        catch (JsonException exception)
        {
            throw new InvalidTensorFileException(path, $"an index that does not parse at line {exception.LineNumber}",
                "a JSON object with weight_map, a map from tensor to file", exception);
        }
    }

    private static void CloseAll(Dictionary<string, SafetensorsFile> shards)
    {
        foreach (var shard in shards.Values)
        {
            shard.Dispose();
        }
    }
}
