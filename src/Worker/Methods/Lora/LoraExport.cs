using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>A PEFT adapter folder: adapter_model.safetensors, then adapter_config.json.</summary>
internal static class LoraExport
{
    private static readonly Dictionary<string, string> WeightMetadata = new() { ["format"] = "pt" };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="settings">Rank, alpha and target modules.</param>
    /// <param name="weights">Under PEFT's names; written as F32.</param>
    /// <param name="baseModel">Where PEFT is to find the base model.</param>
    /// <param name="folder">Created where missing.</param>
    public static void Write(
        LoraMethodSpec settings,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        string baseModel,
        string folder)
    {
        AtomicFile.Write(Path.Combine(folder, "adapter_model.safetensors"),
            stream => TensorState.Write(stream, weights, metadata: WeightMetadata));
        AtomicFile.Write(Path.Combine(folder, "adapter_config.json"),
            JsonSerializer.SerializeToUtf8Bytes(Config(settings, baseModel), Indented));
    }

    private static JsonObject Config(LoraMethodSpec settings, string baseModel) => new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = baseModel,
        ["r"] = settings.Rank,
        ["lora_alpha"] = settings.Alpha,
        ["lora_dropout"] = 0.0,
        ["target_modules"] = new JsonArray([.. settings.TargetModules.Select(target => JsonValue.Create(target))]),
        ["modules_to_save"] = null,
        ["layers_to_transform"] = null,
        ["layers_pattern"] = null,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["init_lora_weights"] = true,
        ["inference_mode"] = true,
        ["revision"] = null,
    };
}
