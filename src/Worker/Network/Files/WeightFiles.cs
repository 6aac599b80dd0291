using System.Text.Json.Nodes;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using TorchSharp.Modules;

namespace FedK8s.Worker.Network.Files;

/// <summary>A model's weights in its folder: model.safetensors or, where they are large, shards and their index.</summary>
internal static class WeightFiles
{
    // Other programs' loaders ask for it.
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>
    /// Writes the weights, each file complete or not there, and removes the files of other weights that would be taken
    /// for these.
    /// </summary>
    /// <param name="folder">Created where missing.</param>
    /// <param name="weights">By the names of the checkpoint, in the order in which they are dealt out to shards.</param>
    /// <param name="type">Of the files.</param>
    /// <param name="shardByteCount">The largest file, headers not counted.</param>
    public static void Write(
        string folder, IReadOnlyList<(string Name, Parameter Weight)> weights, TensorType type, long shardByteCount)
    {
        var byName = weights.ToDictionary(named => named.Name, StringComparer.Ordinal);
        var shards = ShardPlan.Of(TensorState.Declarations(weights, type), shardByteCount);
        foreach (var (fileName, tensors) in shards)
        {
            var ofShard = tensors.Select(tensor => byName[tensor.Name]).ToArray();
            AtomicFile.Write(Path.Combine(folder, fileName), stream => TensorState.Write(stream, ofShard, type, Metadata));
        }

        var index = Path.Combine(folder, TensorSource.IndexName);
        if (shards.Count > 1)
        {
            AtomicFile.Write(index, ModelConfig.Bytes(Index(shards)));
        }
        else
        {
            File.Delete(index);
        }

        RemoveOthers(folder, [.. shards.Select(shard => shard.FileName)]);
    }

    private static JsonObject Index(IReadOnlyList<(string FileName, IReadOnlyList<TensorDeclaration> Tensors)> shards)
    {
        var map = shards
            .SelectMany(shard => shard.Tensors.Select(tensor => (tensor.Name, shard.FileName)))
            .OrderBy(place => place.Name, StringComparer.Ordinal)
            .Select(place => KeyValuePair.Create(place.Name, (JsonNode?)place.FileName));
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["total_size"] = shards.Sum(shard => shard.Tensors.Sum(ShardPlan.ByteCount)),
            },
            ["weight_map"] = new JsonObject(map),
        };
    }

    private static void RemoveOthers(string folder, HashSet<string> written)
    {
        var others = Directory.GetFiles(folder, "model-*-of-*.safetensors").Append(Path.Combine(folder, TensorSource.FileName));
        foreach (var path in others.Where(path => !written.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }
}
