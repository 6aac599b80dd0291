using System.Globalization;
using System.Text.Json.Nodes;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>Loading a model takes the memory of its weights and buffers, not that of its files again.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class LoadingMemoryTests : IDisposable
{
    // Two readers with 16 MiB each, and what the runtime takes meanwhile.
    private const long Buffers = 48L << 20;
    private const string Config =
        """
        {
          "architectures": ["LlamaForCausalLM"], "vocab_size": 16384, "hidden_size": 1024, "intermediate_size": 4096,
          "num_hidden_layers": 2, "num_attention_heads": 8
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    public void A_sharded_folder_is_loaded_without_a_second_copy(TensorType type)
    {
        Assert.SkipUnless(File.Exists("/proc/self/clear_refs"), "The system does not tell a process its peak memory.");
        var weightByteCount = Write(type);
        var start = Forget();

        using var loaded = ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32);

        var growth = Memory("VmHWM") - start;
        Assert.True(growth <= weightByteCount + Buffers, $"{growth >> 20} MiB for weights of {weightByteCount >> 20} MiB");
    }

    private long Write(TensorType type)
    {
        var config = JsonNode.Parse(Config)!.AsObject(); // not null: the text is an object
        using var model = ModelFamilies.Read(config).Create(new Placement(CPU, ScalarType.Float32, ScalarType.Float32));
        foreach (var (_, weight) in model.BaseWeights)
        {
            Weights.FillConstant(weight, 1);
        }

        ModelFolder.Write(new LoadedModel(model, config, Folder: ""), _folder.Path, type, shardByteCount: 50 << 20);
        return model.BaseWeights.Sum(named => named.Weight.numel()) * sizeof(float);
    }

    // Makes the peak what is used now, and says how much that is.
    private static long Forget()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Memory("VmHWM");
    }

    private static long Memory(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith($"{field}:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
