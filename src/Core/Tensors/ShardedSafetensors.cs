using System.Text.Json;

namespace FedK8s.Core.Tensors;

/// <summary>
/// A checkpoint spread over several safetensors files, with an index that says which file holds which tensor, as Hugging
/// Face writes it: <c>{"metadata": {...}, "weight_map": {"tensor name": "file name"}}</c>. What the index does not name is
/// not part of the checkpoint. The shards lie in the folder of the index.
/// </summary>
public sealed class ShardedSafetensors : ITensorSource
{
    // Far above the index of any model: a million tensors need about this much.
    private const int MaximumIndexByteCount = 100_000_000;

    private readonly Dictionary<string, SafetensorsFile> shards;
    private readonly Dictionary<string, SafetensorsFile> shardOfTensor;

    private ShardedSafetensors(
        string path, Dictionary<string, SafetensorsFile> shards, Dictionary<string, SafetensorsFile> shardOfTensor)
    {
        this.shards = shards;
        this.shardOfTensor = shardOfTensor;
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
    /// <exception cref="InvalidTensorFileException">The index or a shard breaks the format, or a shard or tensor that the
    /// index names is missing.</exception>
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

                shardOfTensor.Add(tensor, shard.Find(tensor) is not null
                    ? shard
                    : throw new InvalidTensorFileException(path, $"'{tensor}' in {fileName}", "a tensor that this shard holds"));
            }

            return new ShardedSafetensors(path, shards, shardOfTensor);
        }
        catch (Exception) when (CloseAll(shards))
        {
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
    public TensorEntry? Find(string name) => shardOfTensor.GetValueOrDefault(name)?.Find(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry) => ShardOf(entry).Bytes(entry);

    /// <inheritdoc/>
    public void Read(TensorEntry entry, long offset, Span<byte> destination) => ShardOf(entry).Read(entry, offset, destination);

    /// <inheritdoc/>
    public void Dispose() => CloseAll(shards);
}
