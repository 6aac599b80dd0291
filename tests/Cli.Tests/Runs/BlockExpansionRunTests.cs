using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>Block expansion through the whole program: a fast client and two that have no time for both blocks.</summary>
public sealed class BlockExpansionRunTests : IDisposable
{
    private const string Yaml = """
        apiVersion: fedk8s.io/v1alpha1
        kind: FederatedRun
        metadata: {name: tiny}
        spec:
          model: {storageUri: "file://base"}
          task: {kind: CausalLM, maxSequenceLength: 16}
          method: {blockExpansion: {blocks: {count: 2}, allocation: {reallocateEvery: 1, minTrainersPerBlock: 1, roundSeconds: 5}}}
          localTraining: {batchSize: 2, learningRate: 1e-2}
          rounds: {max: 3}
          evaluation: {tasks: [{name: sums, kind: General, data: {storageUri: "file://sums.jsonl"}}]}
          checkpoint: {storageUri: "file://out", keep: 5}
          clients:
          - {name: fast, data: {storageUri: "file://site-a.jsonl"}, capability: {stepSeconds: 0.5}}
          - {name: slow, data: {storageUri: "file://site-b.jsonl"}, capability: {stepSeconds: 0.8}}
        """;

    private const string Config = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 259, "hidden_size": 16,
          "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1,
          "max_position_embeddings": 32, "tie_word_embeddings": true, "torch_dtype": "float32"
        }
        """;

    private readonly TinyRun _tiny = new(Yaml);

    public BlockExpansionRunTests() => BaseModelFactory.Create(Config, seed: 1, _tiny["base"]);

    public void Dispose() => _tiny.Dispose();

    // A step of all four blocks is 2 (forward) and 2 + 2 (both gradients), so 8 steps of 0.8 s are 6.4 s; the block at the end alone is 3/4 of that.
    [Fact]
    public async Task A_slow_client_trains_and_sends_the_blocks_that_it_has_time_for()
    {
        var result = await _tiny.RunAsync();

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var plan = Read<RoundPlan>("rounds", "000003", "attempt-1", "plan.json");
        Assert.Equal(["expanded-0", "expanded-1"], Blocks(plan, "fast"));
        Assert.Equal(["expanded-1"], Blocks(plan, "slow"));
        Assert.InRange(plan.Find(new("slow"))!.PredictedSeconds!.Value, 0.1, 5);
    }

    [Fact]
    public async Task A_block_is_averaged_over_those_who_trained_it_and_nobody_else()
    {
        var (fast, slow) = (await FirstCheckpointAsync("slow"), await FirstCheckpointAsync("fast"));

        var both = await FirstCheckpointAsync("nobody");

        Assert.Equal(fast["expanded.0.mlp.down_proj.weight"], both["expanded.0.mlp.down_proj.weight"]); // the slow one does not train it
        Assert.All(
            fast["expanded.1.mlp.down_proj.weight"].Zip(slow["expanded.1.mlp.down_proj.weight"], both["expanded.1.mlp.down_proj.weight"]),
            w => Assert.Equal((w.First + w.Second) / 2, w.Third, 1e-6)); // 16 examples each
    }

    [Fact]
    public async Task The_same_manifest_gives_the_same_bytes_and_a_run_that_was_stopped_as_well()
    {
        await _tiny.RunAsync();
        await _tiny.RunUntilInAsync(_tiny["again"], "round 2/3 committed");
        await _tiny.RunAsync("--store", _tiny["again"]);

        Assert.Equal(Manifest("out"), Manifest("again"));
    }

    [Theory]
    [InlineData("positions: Importance")]
    [InlineData("positions: Bottom")]
    public async Task Blocks_stay_where_they_were_placed_and_an_export_says_where(string positions)
    {
        _tiny.Write(Yaml.Replace("{count: 2}", $"{{count: 1, {positions}}}", StringComparison.Ordinal));
        await _tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["blocks"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var start = Read<CheckpointManifest>("checkpoints", "000000", "manifest.json").Expansion!.Positions;
        Assert.Equal(start, Read<CheckpointManifest>("checkpoints", "000003", "manifest.json").Expansion!.Positions);
        var config = JsonNode.Parse(File.ReadAllText(_tiny["blocks", "blocks_config.json"]))!;
        Assert.Equal(start, config["positions"]!.AsArray().Select(position => (int)position!));
    }

    [Fact]
    public async Task A_deeper_model_scores_what_the_run_scored()
    {
        await _tiny.RunAsync();
        await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["model"], "--format", "model");
        var before = Read<EvaluationReport>("evaluations", "000003.json").Tasks.Single();
        _tiny.Write(Yaml.Replace("file://base", "file://model", StringComparison.Ordinal));

        await _tiny.RunAsync("--store", _tiny["deeper"]);

        var start = JsonSerializer.Deserialize<EvaluationReport>(
            File.ReadAllText(_tiny["deeper", "evaluations", "000000.json"]), ContractJson.Options)!.Tasks.Single();
        Assert.Equal(before.Loss, start.Loss, 5);
    }

    [Fact]
    public async Task Bypassed_a_deeper_model_is_the_base_model_bit_by_bit()
    {
        await _tiny.RunAsync();
        await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["model"], "--format", "model");

        var result = await TinyRun.FedK8sAsync("bypass", "--model", _tiny["model"], "--to", _tiny["again"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Equal(File.ReadAllBytes(_tiny["base", "model.safetensors"]), File.ReadAllBytes(_tiny["again", "model.safetensors"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(File.ReadAllText(_tiny["base", "config.json"])), JsonNode.Parse(File.ReadAllText(_tiny["again", "config.json"]))));
    }

    [Fact]
    public async Task A_model_that_was_not_made_deeper_is_no_model_to_bypass()
    {
        var result = await TinyRun.FedK8sAsync("bypass", "--model", _tiny["base"], "--to", _tiny["again"]);

        Assert.Equal(33, result.Exit);
        Assert.Contains("found no fedk8s_expanded_layers", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny["again"]));
    }

    private static IEnumerable<string> Blocks(RoundPlan plan, string client) =>
        plan.Find(new ClientId(client))!.Blocks!.Select(block => block.Value);

    private T Read<T>(params string[] path) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(_tiny[["out", .. path]]), ContractJson.Options)!;

    private byte[] Manifest(string store) => File.ReadAllBytes(_tiny[store, "checkpoints", "000003", "manifest.json"]);

    // Of a run without one of the clients.
    private async Task<Dictionary<string, float[]>> FirstCheckpointAsync(string without)
    {
        var lines = Yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal).Split('\n');
        _tiny.Write(string.Join('\n', lines.Where(line => !line.Contains($"name: {without}", StringComparison.Ordinal))));
        await _tiny.RunAsync("--store", _tiny[without]);
        return Values(_tiny[without, "checkpoints", "000001"]);
    }

    private static Dictionary<string, float[]> Values(string folder)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*.safetensors"))
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var entry in file.Entries)
            {
                var read = new float[entry.Shape.ElementCount];
                file.ReadFloats(entry, 0, read);
                values[entry.Name] = read;
            }
        }

        return values;
    }
}
