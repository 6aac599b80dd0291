using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>
/// Reads adapter_config.json, the fields of PEFT's LoraConfig. What would make the adapter another function than the one that
/// is carried out here is refused, all of it at once; so is a field of a later version, unless it says nothing.
/// </summary>
internal static class LoraConfigReader
{
    public const string FileName = "adapter_config.json";

    private const int DefaultRank = 8;
    private const double DefaultAlpha = 8;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Read below, or without effect on the function: who made it, how it was trained, what a layer's own type settles
    // (fan_in_fan_out), and modules_to_save, whose tensors are checked against the model's by name.
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "peft_type", "r", "lora_alpha", "use_rslora", "target_modules", "exclude_modules", "bias", "init_lora_weights",
        "task_type", "auto_mapping", "base_model_name_or_path", "revision", "inference_mode", "peft_version", "runtime_config",
        "lora_dropout", "fan_in_fan_out", "modules_to_save", "layers_pattern", "megatron_core", "eva_config", "corda_config",
        "ensure_weight_tying", "qalora_group_size",
    };

    // Start values that leave the base model's weights alone; the others come with a changed base model.
    private static readonly string[] StartsBesideTheBaseModel = ["true", "false", "gaussian", "eva", "orthogonal"];

    /// <summary>Reads the file of an adapter's folder.</summary>
    /// <exception cref="RunFailedException">
    /// FK9002: it is not there. FK3004: it cannot be read, or asks for what is not carried out here.
    /// </exception>
    public static LoraSettings Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return Read(Parse(path), path);
        }
        catch (InvalidOperationException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{path}: found half a surrogate pair, wanted Unicode text; fetch the adapter again.", exception);
        }
    }

    private static LoraSettings Read(JsonObject config, string path)
    {
        var problems = new List<string>();
        var settings = new LoraSettings
        {
            Rank = ReadRank(config, problems),
            Alpha = ReadAlpha(config, problems),
            IsRankStabilized = ReadFlag(config, "use_rslora", problems),
            Targets = ReadTargets(config, problems),
            Excluded = ReadExcluded(config, problems),
            TaskType = config["task_type"] is { } task ? Text(task) : null,
        };
        CheckWord(config, "peft_type", ["LORA"], isRequired: true, problems);
        CheckWord(config, "bias", ["none"], isRequired: false, problems);
        CheckWord(config, "init_lora_weights", StartsBesideTheBaseModel, isRequired: false, problems);
        problems.AddRange(config
            .Where(field => !Fields.Contains(field.Key) && SaysSomething(field.Value))
            .Select(field => $"found {Found(config, field.Key)}, which this version does not carry out"));
        return problems.Count == 0
            ? settings
            : throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{path}: {string.Join("; ", problems)}; merge the adapter into its base model with PEFT, or choose another.");
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Strict) as JsonObject
                ?? throw new RunFailedException(ExitCodes.UnsupportedModel,
                    $"{path}: found no JSON object, wanted PEFT's LoraConfig; fetch the adapter again.");
        }
        catch (JsonException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{path}: not valid JSON at line {exception.LineNumber + 1}; fetch the adapter again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path}: not found or not readable; wanted a PEFT adapter folder with {FileName}; check the path.", exception);
        }
    }

    private static int ReadRank(JsonObject config, List<string> problems)
    {
        if (config["r"] is null)
        {
            return DefaultRank;
        }

        if (config["r"] is JsonValue value && value.TryGetValue<int>(out var rank) && rank >= 1)
        {
            return rank;
        }

        problems.Add($"found {Found(config, "r")}, wanted a whole number from 1");
        return DefaultRank;
    }

    private static double ReadAlpha(JsonObject config, List<string> problems)
    {
        if (config["lora_alpha"] is null)
        {
            return DefaultAlpha;
        }

        if (config["lora_alpha"] is JsonValue value && value.TryGetValue<double>(out var alpha) && alpha > 0 && double.IsFinite(alpha))
        {
            return alpha;
        }

        problems.Add($"found {Found(config, "lora_alpha")}, wanted a number above 0");
        return DefaultAlpha;
    }

    private static bool ReadFlag(JsonObject config, string name, List<string> problems)
    {
        if (config[name] is null)
        {
            return false;
        }

        if (config[name] is JsonValue value && value.TryGetValue<bool>(out var flag))
        {
            return flag;
        }

        problems.Add($"found {Found(config, name)}, wanted true or false");
        return false;
    }

    private static ModuleNames ReadTargets(JsonObject config, List<string> problems)
    {
        if (ModuleNames.Find(config["target_modules"]) is { } targets)
        {
            return targets;
        }

        problems.Add($"found {Found(config, "target_modules")}, wanted a list of names, a regular expression or all-linear");
        return ModuleNames.Of([]);
    }

    private static ModuleNames? ReadExcluded(JsonObject config, List<string> problems)
    {
        const string Name = "exclude_modules";
        if (!SaysSomething(config[Name]))
        {
            return null;
        }

        var excluded = ModuleNames.Find(config[Name]);
        if (excluded is null)
        {
            problems.Add($"found {Found(config, Name)}, wanted a list of names or a regular expression");
        }

        return excluded;
    }

    private static void CheckWord(
        JsonObject config, string name, string[] wanted, bool isRequired, List<string> problems)
    {
        var isThere = config[name] is not null;
        if (isThere ? !wanted.Contains(Text(config[name]), StringComparer.Ordinal) : isRequired)
        {
            problems.Add($"found {Found(config, name)}, wanted {string.Join(" or ", wanted)}");
        }
    }

    private static bool SaysSomething(JsonNode? value) => value switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject fields => fields.Count > 0,
        _ => value.GetValueKind() != JsonValueKind.False,
    };

    private static string Found(JsonObject config, string name)
    {
        const int Longest = 60;
        var text = config[name] is { } value ? Text(value) : null;
        return text is null ? $"no {name}" : $"{name} {(text.Length > Longest ? $"{text[..Longest]}..." : text)}";
    }

    // A string without its quotes, everything else as JSON.
    private static string Text(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "null";
}
