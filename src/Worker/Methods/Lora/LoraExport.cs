using System.Text.Json.Nodes;
using FedK8s.Core.Files;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>A PEFT adapter folder: adapter_model.safetensors, then adapter_config.json.</summary>
internal static class LoraExport
{
    /// <summary>PEFT's task type of a model that gives every text one of its labels.</summary>
    public const string TextClassifier = "SEQ_CLS";

    private static readonly Dictionary<string, string> WeightMetadata = new() { ["format"] = "pt" };

    /// <param name="settings">Rank, alpha and target modules.</param>
    /// <param name="weights">Under PEFT's names; written as F32.</param>
    /// <param name="loaded">The model that they belong to.</param>
    /// <param name="folder">Created where missing.</param>
    public static void Write(
        LoraSettings settings,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        LoadedModel loaded,
        string folder)
    {
        AtomicFile.Write(Path.Combine(folder, LoraImport.WeightsName),
            stream => TensorState.Write(stream, weights, metadata: WeightMetadata));
        AtomicFile.Write(Path.Combine(folder, LoraConfigReader.FileName),
            ModelConfig.Bytes(Config(settings, loaded)));
    }

    private static JsonObject Config(LoraSettings settings, LoadedModel loaded) => new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = TaskType(loaded),
        ["auto_mapping"] = null,
        ["base_model_name_or_path"] = BaseModelName.Of(loaded),
        ["revision"] = null,
        ["inference_mode"] = true,
        ["r"] = settings.Rank,
        ["lora_alpha"] = settings.Alpha,
        ["use_rslora"] = settings.IsRankStabilized,
        ["use_dora"] = false,
        ["target_modules"] = settings.Targets.ToJson(),
        ["exclude_modules"] = Excluded(settings, loaded.Model),
        ["modules_to_save"] = ModulesToSave(loaded.Model),
        ["fan_in_fan_out"] = IsInputFirst(settings, loaded.Model),
        ["bias"] = "none",
        ["lora_dropout"] = 0.0,
        ["init_lora_weights"] = true,
        ["rank_pattern"] = new JsonObject(),
        ["alpha_pattern"] = new JsonObject(),
        ["layers_to_transform"] = null,
        ["layers_pattern"] = null,
    };

    // PEFT has no name for a task of the other heads.
    private static string? TaskType(LoadedModel loaded)
    {
        var architecture = loaded.Config["architectures"]?[0]?.ToString() ?? "";
        var predictsTokens = architecture.EndsWith("ForCausalLM", StringComparison.Ordinal)
            || architecture.EndsWith("LMHeadModel", StringComparison.Ordinal);
        return loaded.Model.TrainedModules.Count > 0 ? TextClassifier : predictsTokens ? "CAUSAL_LM" : null;
    }

    // A layer of the head has no factors, although its name may be a target's: PEFT would lay some beside it.
    private static JsonNode? Excluded(LoraSettings settings, FoundationModel model)
    {
        var layers = model.Projections.Select(found => found.Name).Where(settings.Targets.Contains).ToArray();
        return layers.Any(name => TaskHead.Contains(model, name))
            ? ModuleNames.Of([.. layers.Where(name => TaskHead.Contains(model, name) || !settings.IsTarget(name))]).ToJson()
            : settings.Excluded?.ToJson();
    }

    // What is trained without being a factor travels whole, and PEFT knows it by the last part of its name.
    private static JsonArray? ModulesToSave(FoundationModel model)
    {
        var modules = model.TrainedModules.Select(module => module[(module.LastIndexOf('.') + 1)..]).ToArray();
        return modules.Length == 0 ? null : new JsonArray([.. modules.Select(module => JsonValue.Create(module))]);
    }

    private static bool IsInputFirst(LoraSettings settings, FoundationModel model) =>
        model.Projections.Any(found => settings.IsTarget(found.Name) && found.Module.Order == WeightOrder.InputFirst);
}
