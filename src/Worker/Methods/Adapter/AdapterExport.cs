using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Adapter;

/// <summary>
/// A folder of FedK8s' own: bottleneck.safetensors, then bottleneck_config.json. The names keep PEFT from taking it for
/// its own.
/// </summary>
internal static class AdapterExport
{
    /// <param name="settings">The width of the bottleneck.</param>
    /// <param name="weights">Under their checkpoint names; written as F32.</param>
    /// <param name="baseModel">What the base model is called.</param>
    /// <param name="folder">Created where missing.</param>
    public static void Write(
        AdapterMethodSpec settings,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        string baseModel,
        string folder)
    {
        var config = new JsonObject
        {
            ["format"] = "fedk8s.io/bottleneck-adapter/v1",
            ["base_model_name_or_path"] = baseModel,
            ["bottleneck"] = settings.Bottleneck,
            ["activation"] = "relu",
            ["placement"] = "after_feed_forward",
        };
        AtomicFile.Write(Path.Combine(folder, "bottleneck.safetensors"), stream => TensorState.Write(stream, weights));
        AtomicFile.Write(Path.Combine(folder, "bottleneck_config.json"),
            ModelConfig.Bytes(config));
    }
}
