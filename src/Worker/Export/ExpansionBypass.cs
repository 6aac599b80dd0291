using System.Text.Json.Nodes;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Methods.BlockExpansion;
using FedK8s.Worker.Network.Files;

namespace FedK8s.Worker.Export;

/// <summary>
/// Takes the base model out of a deeper one: block expansion changes no weight of it, so passing the new blocks by is the base model ("general
/// mode"), tensor by tensor and bit by bit where the deeper model was written in the base's number format.
/// </summary>
public static class ExpansionBypass
{
    private const int PartByteCount = 16 << 20;

    /// <summary>Writes the base model as a Hugging Face folder, which appears whole or not at all.</summary>
    /// <param name="modelFolder">What <c>fedk8s export --format model</c> wrote of a run of block expansion.</param>
    /// <param name="outputFolder">Must not exist, or be empty.</param>
    /// <exception cref="RunFailedException">
    /// The folder is missing or broken (FK9002, FK9005), is no such model (FK3004), or the output cannot be written (FK9003, FK9004).
    /// </exception>
    public static void Write(string modelFolder, string outputFolder)
    {
        OutputFolder.RequireFree(outputFolder);
        var config = ModelConfig.Read(modelFolder);
        var expanded = NewLayers(config, modelFolder);
        using var source = ModelFolder.OpenWeights(modelFolder);
        OutputFolder.Write(outputFolder, folder =>
        {
            AtomicFile.Write(Path.Combine(folder, TensorSource.FileName), stream => Copy(source, expanded, stream));
            ModelFolder.CopyCompanions(modelFolder, folder);
            ModelConfig.Write(DeeperModel.WithoutNewLayers(config, expanded), folder);
        });
    }

    private static HashSet<int> NewLayers(JsonObject config, string folder) =>
        config[DeeperModel.Field] is JsonArray { Count: > 0 } numbers && numbers.All(number => number is JsonValue value && value.TryGetValue<int>(out _))
            ? [.. numbers.Select(number => number!.GetValue<int>())] // numbers, asked above
            : throw new RunFailedException(
                ExitCodes.UnsupportedModel,
                $"{Path.Combine(folder, ModelConfig.FileName)}: found no {DeeperModel.Field}, wanted the numbers of the layers that are new: use a "
                + "folder that fedk8s export --format model wrote of a run of block expansion.");

    private static void Copy(ITensorSource source, HashSet<int> expanded, Stream destination)
    {
        var kept = source.Entries
            .Where(entry => BlockNames.FindLayer(entry.Name) is not { } layer || !expanded.Contains(layer))
            .ToDictionary(entry => BaseName(entry.Name, expanded), StringComparer.Ordinal);
        var writer = new SafetensorsWriter(
            destination,
            kept.Select(pair => new TensorDeclaration(pair.Key, pair.Value.Type, pair.Value.Shape)),
            new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var entry in writer.Entries)
        {
            var from = kept[entry.Name];
            for (var start = 0L; start < from.ByteCount; start += PartByteCount)
            {
                writer.Write(entry, source.Bytes(from, start, (int)Math.Min(PartByteCount, from.ByteCount - start)));
            }
        }

        writer.Complete();
    }

    private static string BaseName(string name, HashSet<int> expanded) => BlockNames.FindLayer(name) is { } layer
        ? BlockNames.WithLayer(name, layer - expanded.Count(number => number < layer))
        : name;
}
