using System.Text.Json.Nodes;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Expansion;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.BlockExpansion;

/// <summary>
/// The base model and its new blocks as one deeper model of the same architecture, in a Hugging Face folder. Its config.json says in
/// <see cref="Field"/> which blocks are new, so that the base model can be taken out again.
/// </summary>
internal static class DeeperModel
{
    /// <summary>The numbers, in the deeper model, of the blocks that are new.</summary>
    public const string Field = "fedk8s_expanded_layers";

    /// <param name="loaded">With blocks that have no gate.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    public static void Write(LoadedModel loaded, string folder) =>
        ModelFolder.Write(loaded with { Config = Config(loaded) }, Weights(loaded.Model), folder);

    /// <summary>The number that a base block has in the deeper model.</summary>
    /// <param name="number">In the base model, from 0.</param>
    /// <param name="positions">The base blocks that new ones follow.</param>
    internal static int NumberOf(int number, IEnumerable<int> positions) => number + positions.Count(position => position < number);

    /// <summary>The configuration of the base model that a deeper one came from.</summary>
    /// <param name="config">The deeper model's; not changed.</param>
    /// <param name="expanded">The numbers of its layers that are new.</param>
    public static JsonObject WithoutNewLayers(JsonObject config, IReadOnlySet<int> expanded)
    {
        var whole = config.DeepClone().AsObject();
        foreach (var field in ModelFolder.LayerCounts.Where(whole.ContainsKey))
        {
            whole[field] = (whole[field]?.GetValue<int>() ?? 0) - expanded.Count;
        }

        if (whole["layer_types"] is JsonArray types)
        {
            whole["layer_types"] = new JsonArray([.. types.Where((_, number) => !expanded.Contains(number)).Select(type => type?.DeepClone())]);
        }

        if (whole["max_window_layers"] is JsonValue value && value.TryGetValue<int>(out var full))
        {
            whole["max_window_layers"] = full - expanded.Count(number => number < full);
        }

        whole.Remove(Field);
        return whole;
    }

    private static (string Name, Parameter Weight)[] Weights(FoundationModel model)
    {
        var positions = model.Blocks.Inserted.Select(block => block.After).ToArray();
        var whole = model.BaseWeights.Select(named => BlockNames.FindLayer(named.Name) is { } number
            ? (BlockNames.WithLayer(named.Name, NumberOf(number, positions)), named.Weight)
            : named);
        return [.. whole.Concat(model.Blocks.Inserted.SelectMany(New)).OrderBy(named => named.Item1, StringComparer.Ordinal)];

        IEnumerable<(string, Parameter)> New(InsertedBlock block)
        {
            var ofBase = model.BaseWeights.Where(named => BlockNames.FindLayer(named.Name) == block.After).ToArray();
            foreach (var (name, weight) in block.Weights)
            {
                var copied = ofBase.Single(named => named.Name.EndsWith($".{name}", StringComparison.Ordinal)).Name;
                yield return (BlockNames.WithLayer(copied, NumberOf(block.After, positions) + 1), weight);
            }
        }
    }

    private static JsonObject Config(LoadedModel loaded)
    {
        var config = loaded.Config.DeepClone().AsObject();
        var positions = loaded.Model.Blocks.Inserted.Select(block => block.After).ToArray();
        var count = loaded.Model.Blocks.Count;
        foreach (var field in ModelFolder.LayerCounts.Where(config.ContainsKey))
        {
            config[field] = count + positions.Length;
        }

        // A copy attends as widely as the block that it follows.
        if (config["layer_types"] is JsonArray types)
        {
            config["layer_types"] = new JsonArray([.. types.SelectMany((type, number) =>
                Enumerable.Repeat(type, positions.Contains(number) ? 2 : 1).Select(same => same?.DeepClone()))]);
        }

        if (config["max_window_layers"] is JsonValue value && value.TryGetValue<int>(out var full))
        {
            config["max_window_layers"] = NumberOf(full, positions);
        }

        config[Field] = new JsonArray([.. positions.Select(position => JsonValue.Create(NumberOf(position, positions) + 1))]);
        return config;
    }
}
