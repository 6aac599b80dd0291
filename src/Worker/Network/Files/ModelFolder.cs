using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Files;

/// <summary>
/// A model as Hugging Face lays it out: config.json, model.safetensors or its sharded index, tokenizer files.
/// </summary>
internal static class ModelFolder
{
    // What belongs to a model without being weights; copied where it is there.
    private static readonly string[] Companions =
    [
        "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model",
        "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "chat_template.jinja",
        "chat_template.json", "vocab.txt",
    ];

    /// <summary>The fields of config.json that say how many blocks there are, by family.</summary>
    public static IReadOnlyList<string> LayerCounts { get; } = ["num_hidden_layers", "n_layer"];

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
    /// model is not supported; one line that names everything.
    /// </exception>
    public static LoadedModel Load(
        string folder, Device device, ScalarType compute, ScalarType? storage = null, ModelTask? task = null)
    {
        var location = Path.Combine(folder, ModelConfig.FileName);
        var (config, hasNewHead) = TaskConfig.For(ModelConfig.Read(folder), location, task);
        using var source = OpenWeights(folder);
        RequirePossible(config, source);
        var plan = ModelFamilies.Read(config);
        RequireSupported(plan, location, model =>
            [.. new CheckpointWeights(source, model, hasNewHead).Problems.Select(problem => $"{source.Location}: {problem}")]);
        var model = Create(plan, location, new Placement(device, compute, storage ?? ScalarType.Float32));
        try
        {
            var weights = new CheckpointWeights(source, model, hasNewHead);
            if (weights.Problems.Count > 0)
            {
                throw new RunFailedException(ExitCodes.CheckpointMismatch,
                    $"{source.Location}: {string.Join("; ", weights.Problems)}; use the files that belong to {location}.");
            }

            weights.Load(task?.Seed ?? 0);
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
        const string Location = "the new model's configuration";
        var plan = ModelFamilies.Read(config);
        RequireSupported(plan, Location, _ => []);
        var model = Create(plan, Location, new Placement(device, compute, ScalarType.Float32));
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
    /// <param name="shardByteCount">Larger weights are written as several files with an index.</param>
    /// <exception cref="RunFailedException">
    /// FK9003 or FK9004: the folder cannot be written, or the disk is full.
    /// </exception>
    public static void Write(
        LoadedModel loaded, string folder, TensorType? type = null, long shardByteCount = ShardPlan.DefaultByteCount) =>
        Write(loaded, loaded.Model.BaseWeights, folder, type, shardByteCount);

    /// <summary>As the other overload, with weights of one's own.</summary>
    /// <param name="loaded">Its configuration belongs to <paramref name="weights"/>.</param>
    /// <param name="weights">By checkpoint name, in the order in which they are dealt out to shards.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <param name="type">Of the weights; null for the type that the configuration names.</param>
    /// <param name="shardByteCount">Larger weights are written as several files with an index.</param>
    /// <exception cref="RunFailedException">
    /// FK9003 or FK9004: the folder cannot be written, or the disk is full.
    /// </exception>
    public static void Write(
        LoadedModel loaded,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        string folder,
        TensorType? type = null,
        long shardByteCount = ShardPlan.DefaultByteCount)
    {
        var config = loaded.Config.DeepClone().AsObject();
        var typeField = config.ContainsKey("dtype") ? "dtype" : "torch_dtype"; // the newer and the older name
        var written = type ?? NumberFormat.FromConfig(config[typeField]?.ToString());
        config[typeField] = NumberFormat.ConfigName(written);

        WeightFiles.Write(folder, weights, written, shardByteCount);
        CopyCompanions(loaded.Folder, folder);
        ModelConfig.Write(config, folder);
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

    private static FoundationModel Create(ModelPlan plan, string location, Placement placement)
    {
        try
        {
            return plan.Create(placement);
        }
        catch (ExternalException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: the weights do not fit into the memory of {placement.Device}; " +
                "choose a smaller base model or a larger device.", exception);
        }
    }

    // A model that is nearly right is worse than none. What is wrong with its tensors is told in the same breath, where
    // the sizes say which tensors there should be: a model without memory knows their names and shapes.
    private static void RequireSupported(
        ModelPlan plan, string location, Func<FoundationModel, IReadOnlyList<string>> findTensorProblems)
    {
        if (plan.Problems.Count == 0)
        {
            return;
        }

        using var model = plan.AreSizesKnown
            ? plan.Create(new Placement(META, ScalarType.Float32, ScalarType.Float32))
            : null;
        var problems = plan.Problems.Concat(model is null ? [] : findTensorProblems(model));
        throw new RunFailedException(ExitCodes.UnsupportedModel,
            $"{location}: {string.Join("; ", problems)}; correct the file or choose another base model.");
    }

    // Every layer of every family has a tensor of its own. Asked before a model is made: a wrong number of layers could
    // take all the memory of the machine.
    private static void RequirePossible(JsonObject config, ITensorSource source)
    {
        foreach (var field in LayerCounts)
        {
            if (config[field] is JsonValue value && value.TryGetValue<long>(out var layers) && layers > source.Entries.Count)
            {
                throw new RunFailedException(ExitCodes.CheckpointMismatch,
                    $"{source.Location}: found {source.Entries.Count} tensors, wanted those of {layers} layers as " +
                    $"{ModelConfig.FileName} says in {field}; use the files that belong to this model.");
            }
        }
    }

    /// <summary>The weights of a model's folder; the caller disposes them.</summary>
    /// <exception cref="RunFailedException">FK9002: they are not there or cannot be read.</exception>
    public static ITensorSource OpenWeights(string folder)
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
}
