using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Files;

/// <summary>
/// A model as Hugging Face lays it out: config.json, model.safetensors or its sharded index, tokenizer files.
/// </summary>
internal static class ModelFolder
{
    /// <summary>The file that makes a folder a model; written last.</summary>
    public const string ConfigName = "config.json";

    // What belongs to a model without being weights; copied where it is there.
    private static readonly string[] Companions =
    [
        "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model",
        "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "chat_template.jinja",
        "chat_template.json", "vocab.txt",
    ];

    // Other programs' loaders ask for it.
    private static readonly Dictionary<string, string> WeightMetadata = new() { ["format"] = "pt" };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a model. Every weight is frozen; a tuning method unfreezes what it trains.</summary>
    /// <param name="folder">Holds config.json and the weights, F32, BF16 or F16.</param>
    /// <param name="device">Where the weights go.</param>
    /// <param name="compute">float32 or bfloat16, see <see cref="Placement"/>.</param>
    /// <param name="storage">
    /// Of the weight matrices; null for float32. Take <paramref name="compute"/> only for frozen ones.
    /// </param>
    /// <param name="task">Decides the head; null for the one that the folder holds.</param>
    /// <exception cref="RunFailedException">
    /// FK9002 a file is missing, FK9005 a tensor file is broken, FK3003 tensors and config.json disagree, FK3004 the
    /// model is not supported.
    /// </exception>
    public static LoadedModel Load(
        string folder, Device device, ScalarType compute, ScalarType? storage = null, ModelTask? task = null)
    {
        var path = Path.Combine(folder, ConfigName);
        var (config, hasNewHead) = TaskConfig.For(ReadConfig(folder), path, task);
        using var source = OpenWeights(folder);
        RequirePossible(config, source);
        var placement = new Placement(device, compute, storage ?? ScalarType.Float32);
        var model = Create(config, path, placement);
        try
        {
            CheckpointWeights.Load(source, model, hasNewHead, task?.Seed ?? 0);
            return new LoadedModel(model, config, folder);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a new base model; the same configuration and seed give the same weights.
    /// </summary>
    /// <param name="config">The content of the config.json to be.</param>
    /// <param name="device">Where the weights go; they are float32.</param>
    /// <param name="compute">float32 or bfloat16.</param>
    /// <param name="seed">Of the start values.</param>
    /// <exception cref="RunFailedException">FK3004: the configuration is not supported.</exception>
    public static LoadedModel Create(JsonObject config, Device device, ScalarType compute, long seed)
    {
        var model = Create(config, "the new model's configuration", new Placement(device, compute, ScalarType.Float32));
        InitialWeights.Fill(model.BaseWeights, seed, model.InitializerRange);
        return new LoadedModel(model, config, Folder: "");
    }

    /// <summary>
    /// Writes the model's base weights as a folder that Hugging Face reads. Each file is complete or not there, and
    /// config.json comes last: a folder without it is not a model.
    /// </summary>
    /// <param name="loaded">The model; tokenizer and generation files are copied from where it came from.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <param name="type">
    /// Of the weights; null for the type that config.json names, float32 where it names none.
    /// </param>
    /// <exception cref="RunFailedException">
    /// FK9003 or FK9004: the folder cannot be written, or the disk is full.
    /// </exception>
    public static void Write(LoadedModel loaded, string folder, TensorType? type = null)
    {
        var config = loaded.Config.DeepClone().AsObject();
        var typeField = config.ContainsKey("dtype") ? "dtype" : "torch_dtype"; // the newer and the older name
        var written = type ?? NumberFormat.FromConfig(config[typeField]?.ToString());
        config[typeField] = NumberFormat.ConfigName(written);

        AtomicFile.Write(Path.Combine(folder, TensorSource.FileName),
            stream => TensorState.Write(stream, loaded.Model.BaseWeights, written, WeightMetadata));
        CopyCompanions(loaded.Folder, folder);
        AtomicFile.Write(Path.Combine(folder, ConfigName), JsonSerializer.SerializeToUtf8Bytes(config, Indented));
    }

    /// <summary>Copies tokenizer and generation files, where they are there.</summary>
    public static void CopyCompanions(string source, string target)
    {
        if (source.Length == 0 || Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            return;
        }

        foreach (var path in Companions.Select(name => Path.Combine(source, name)).Where(File.Exists))
        {
            using var content = File.OpenRead(path);
            AtomicFile.Write(Path.Combine(target, Path.GetFileName(path)), content.CopyTo);
        }
    }

    private static FoundationModel Create(JsonObject config, string location, Placement placement)
    {
        try
        {
            return ModelFamilies.Create(config, location, placement);
        }
        catch (ExternalException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: the weights do not fit into the memory of {placement.Device}; " +
                "choose a smaller base model or a larger device.", exception);
        }
    }

    // Every layer of every family has a tensor of its own. Asked before a model is made: a wrong number of layers could
    // take all the memory of the machine.
    private static void RequirePossible(JsonObject config, ITensorSource source)
    {
        const string Field = "num_hidden_layers";
        if (config[Field] is JsonValue value && value.TryGetValue<long>(out var layers) && layers > source.Entries.Count)
        {
            throw new RunFailedException(ExitCodes.CheckpointMismatch,
                $"{source.Location}: found {source.Entries.Count} tensors, wanted those of {layers} layers as {ConfigName} " +
                $"says in {Field}; use the files that belong to this model.");
        }
    }

    private static ITensorSource OpenWeights(string folder)
    {
        try
        {
            return TensorSource.OpenFolder(folder);
        }
        catch (FileNotFoundException exception)
        {
            throw new RunFailedException(ExitCodes.FileNotFound, exception.Message, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{folder}: the weights cannot be read ({exception.Message.TrimEnd('.')}); make them readable for this user.",
                exception);
        }
    }

    private static JsonObject ReadConfig(string folder)
    {
        var path = Path.Combine(folder, ConfigName);
        if (!File.Exists(path))
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path}: not found; wanted a folder with {ConfigName} and {TensorSource.FileName}; " +
                "check spec.model.storageUri.");
        }

        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Strict) as JsonObject
                ?? throw new RunFailedException(ExitCodes.UnsupportedModel,
                    $"{path}: wanted a JSON object; fetch the model again.");
        }
        catch (JsonException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{path}: not valid JSON at line {exception.LineNumber + 1}; fetch the model again.", exception);
        }
    }
}
