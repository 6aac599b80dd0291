using System.Globalization;
using System.Text.Json.Nodes;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Bench.Folders;

/// <summary>A Llama whose files hold a little more than 1 GiB, in six or seven shards.</summary>
internal static class LargeModel
{
    private const long ShardByteCount = 200_000_000;
    private const int WidestLayerCount = 36; // of a model in 16 bits; in 32 bits half as many give the same files

    /// <summary>Makes the folder; no two tensors hold the same.</summary>
    public static void Write(string folder, TensorType type)
    {
        var config = Config(type == TensorType.F32 ? WidestLayerCount / 2 - 2 : WidestLayerCount);
        using var model = ModelFamilies.Read(config).Create(new Placement(CPU, ScalarType.BFloat16, ScalarType.BFloat16));
        foreach (var (index, (_, weight)) in model.BaseWeights.Index())
        {
            Weights.FillConstant(weight, index + 1);
        }

        ModelFolder.Write(new LoadedModel(model, config, Folder: ""), folder, type, ShardByteCount);
    }

    /// <summary>The files with the weights.</summary>
    public static IReadOnlyList<string> Shards(string folder) =>
        [.. Directory.GetFiles(folder, "model-*.safetensors").Order(StringComparer.Ordinal)];

    /// <summary>The bytes of all shards.</summary>
    public static long ByteCount(string folder) => Shards(folder).Sum(path => new FileInfo(path).Length);

    private static JsonObject Config(int layerCount) => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture,
        $$"""
        {
          "architectures": ["LlamaForCausalLM"], "vocab_size": 32000, "hidden_size": 1024, "intermediate_size": 2816,
          "num_hidden_layers": {{layerCount}}, "num_attention_heads": 16
        }
        """))!.AsObject(); // not null: the text is an object
}
