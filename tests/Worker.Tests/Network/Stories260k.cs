using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Worker.Tests.Network;

/// <summary>
/// A third party's trained checkpoint, stories260K of llama2.c, converted to a Hugging Face folder. It lies beside the
/// repository (../shared/data/stories260k); where it does not, the tests that need it are skipped.
/// </summary>
internal static class Stories260k
{
    private const int Width = 64;
    private const int HeadWidth = 8;
    private const int HeaderByteCount = 7 * sizeof(int);

    private const string Config =
        """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "vocab_size": 512,
          "hidden_size": 64, "intermediate_size": 172, "num_hidden_layers": 5, "num_attention_heads": 8,
          "num_key_value_heads": 4, "max_position_embeddings": 512, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
          "tie_word_embeddings": true
        }
        """;

    // In the file's order, each for all five layers; then the final norm.
    private static readonly (string Name, long[] Shape)[] LayerTensors =
    [
        ("input_layernorm", [64]), ("self_attn.q_proj", [64, 64]), ("self_attn.k_proj", [32, 64]), ("self_attn.v_proj", [32, 64]),
        ("self_attn.o_proj", [64, 64]), ("post_attention_layernorm", [64]), ("mlp.gate_proj", [172, 64]),
        ("mlp.down_proj", [64, 172]), ("mlp.up_proj", [172, 64]),
    ];

    public static string Path { get; } = RepositoryRoot.Combine("..", "shared", "data", "stories260k", "stories260K.bin");

    /// <summary>Writes config.json and model.safetensors.</summary>
    public static void ConvertTo(string folder)
    {
        var tensors = Read();
        SafetensorsWriter.WriteFile(System.IO.Path.Combine(folder, "model.safetensors"),
            tensors.Select(tensor => new TensorDeclaration(tensor.Key, TensorType.F32, TensorShape.Create(tensor.Value.Shape))), null,
            (writer, entry) => writer.WriteFloats(entry, tensors[entry.Name].Values));
        File.WriteAllText(System.IO.Path.Combine(folder, "config.json"), Config);
    }

    private static Dictionary<string, (long[] Shape, float[] Values)> Read()
    {
        var tensors = new Dictionary<string, (long[] Shape, float[] Values)>();
        var offset = HeaderByteCount;
        var bytes = File.ReadAllBytes(Path);
        Take("model.embed_tokens.weight", [512, Width]);
        foreach (var (name, shape) in LayerTensors)
        {
            for (var layer = 0; layer < 5; layer++)
            {
                Take($"model.layers.{layer}.{name}.weight", shape);
            }
        }

        Take("model.norm.weight", [Width]);
        return tensors;

        void Take(string name, long[] shape)
        {
            var byteCount = (int)shape.Aggregate(1L, (product, length) => product * length) * sizeof(float);
            var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(offset, byteCount)).ToArray();
            var isRotated = name.EndsWith("q_proj.weight", StringComparison.Ordinal) || name.EndsWith("k_proj.weight", StringComparison.Ordinal);
            tensors.Add(name, (shape, isRotated ? PairHalves(values) : values));
            offset += byteCount;
        }
    }

    // llama2.c turns rows 2i and 2i + 1 of a head together, Hugging Face rows i and i + D/2.
    private static float[] PairHalves(float[] rows)
    {
        var result = new float[rows.Length];
        for (var row = 0; row < rows.Length / Width; row++)
        {
            var (head, within) = (row / HeadWidth, row % HeadWidth);
            var target = (head * HeadWidth) + (within / 2) + (within % 2 * (HeadWidth / 2));
            rows.AsSpan(row * Width, Width).CopyTo(result.AsSpan(target * Width));
        }

        return result;
    }
}
