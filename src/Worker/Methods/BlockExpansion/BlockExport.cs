using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.BlockExpansion;

/// <summary>
/// The new blocks alone, in a folder of FedK8s' own: blocks.safetensors, then blocks_config.json, which says where they go. Beside the
/// base model's folder they are the whole model, and without them that one is what it always was.
/// </summary>
internal static class BlockExport
{
    /// <param name="settings">The gate.</param>
    /// <param name="positions">The base blocks that new ones follow, in order.</param>
    /// <param name="weights">Under their checkpoint names; written as F32.</param>
    /// <param name="loaded">The model, with the blocks in place.</param>
    /// <param name="folder">Created where missing.</param>
    public static void Write(
        BlockExpansionMethodSpec settings,
        IReadOnlyList<int> positions,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        LoadedModel loaded,
        string folder)
    {
        var config = new JsonObject
        {
            ["format"] = "fedk8s.io/block-expansion/v1",
            ["base_model_name_or_path"] = BaseModelName.Of(loaded),
            ["base_block_count"] = loaded.Model.Blocks.Count,
            ["positions"] = new JsonArray([.. positions.Select(position => JsonValue.Create(position))]),
            ["gate"] = settings.Gate.ToString(),
        };
        AtomicFile.Write(Path.Combine(folder, "blocks.safetensors"), stream => TensorState.Write(stream, weights));
        AtomicFile.Write(Path.Combine(folder, "blocks_config.json"), ModelConfig.Bytes(config));
    }
}
