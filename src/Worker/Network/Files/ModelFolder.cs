using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Files;

/// <summary>A model as Hugging Face lays it out: config.json, model.safetensors or its sharded index, tokenizer files.</summary>
internal static class ModelFolder
{
    /// <summary>Reads a model. Every parameter is frozen; a tuning method unfreezes what it trains.</summary>
    /// <param name="folder">Holds config.json and the weights, F32, BF16 or F16.</param>
    /// <param name="device">Where the weights go.</param>
    /// <param name="compute">float32 or bfloat16, see <see cref="Placement"/>.</param>
    /// <param name="storage">Of the weight matrices; null for float32. Take <paramref name="compute"/> only for frozen ones.</param>
    public static LoadedModel Load(string folder, Device device, ScalarType compute, ScalarType? storage = null) =>
        throw new NotImplementedException();

    /// <summary>Writes the model's base weights as a folder that Hugging Face reads; config.json last.</summary>
    public static void Write(LoadedModel loaded, string folder) => throw new NotImplementedException();
}
