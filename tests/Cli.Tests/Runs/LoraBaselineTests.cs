using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>The federated forms of LoRA through the whole program.</summary>
public sealed class LoraBaselineTests : IDisposable
{
    private readonly TinyRun _tiny = new();
    private string _yaml = TinyRun.Yaml;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task With_A_frozen_the_mean_of_B_times_A_is_the_mean_of_the_products()
    {
        Change("{lora: {rank: 2}}", "{lora: {rank: 2, freezeA: true}}");
        var (a, b) = (await FirstRoundAsync("site-b"), await FirstRoundAsync("site-a"));

        var both = await FirstRoundAsync("nobody");

        var start = Values("nobody", 0);
        Assert.All(both.Where(found => LoraFactors.IsA(found.Key)), found => Assert.Equal(start[found.Key], found.Value));
        var (nA, nB) = (Examples("nobody", "site-a"), Examples("nobody", "site-b"));
        Assert.All(both.Keys.Where(LoraFactors.IsB), name => Assert.All(
            a[name].Zip(b[name], both[name]), w => Assert.Equal(((nA * w.First) + (nB * w.Second)) / (nA + nB), w.Third, 1e-6)));
    }

    [Fact]
    public async Task A_frozen_A_keeps_its_file_s_bytes_so_that_no_one_fetches_it_twice_and_an_export_has_it()
    {
        Change("{lora: {rank: 2}}", "{lora: {rank: 2, freezeA: true}}");
        await _tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["peft"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var frozen = Manifest("out", 0).Files.Single(file => file.Tensors.All(tensor => LoraFactors.IsA(tensor.Name)));
        Assert.Contains(frozen.Blob.Sha256, Manifest("out", 3).Files.Select(file => file.Blob.Sha256));
        using var peft = SafetensorsFile.Open(_tiny["peft", "adapter_model.safetensors"]);
        Assert.Equal(Values("out", 3).Keys.Order(StringComparer.Ordinal), peft.Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("FedAvg")]
    [InlineData("HetLora")]
    public async Task Clients_of_different_ranks_are_averaged_with_zeros_for_what_they_did_not_train(string strategy)
    {
        Change("rounds: {max: 3}", $$"""
            aggregation: {strategy: {{strategy}}}
              rounds: {max: 3}
            """);
        Change("{name: site-a,", "{name: site-a, rank: 1,");
        var (a, b) = (await FirstRoundAsync("site-b"), await FirstRoundAsync("site-a"));

        var both = await FirstRoundAsync("nobody");

        var start = Values("nobody", 0);
        foreach (var name in both.Keys.Where(LoraFactors.IsB))
        {
            var (ofA, other) = (name.Replace("lora_B", "lora_A", StringComparison.Ordinal), name);
            var (wA, wB) = strategy == "FedAvg"
                ? (Examples("nobody", "site-a"), Examples("nobody", "site-b"))
                : (Length(a[ofA], a[other], rank: 1), Length(b[ofA], b[other], rank: 2));
            Assert.Equal(start[ofA][16..], a[ofA][16..]); // the second of two rows of 16: nobody trained it
            Assert.All(both[ofA].Index(), w => Assert.Equal(
                (((w.Index < 16 ? wA * a[ofA][w.Index] : 0) + (wB * b[ofA][w.Index])) / (wA + wB)), w.Item, 1e-6));
            Assert.All(both[other].Index(), w => Assert.Equal(
                (((w.Index % 2 == 0 ? wA * a[other][w.Index] : 0) + (wB * b[other][w.Index])) / (wA + wB)), w.Item, 1e-6));
        }
    }

    [Fact]
    public async Task Flora_keeps_the_mean_of_the_products_of_clients_of_different_ranks()
    {
        Change("rounds: {max: 3}", """
            aggregation: {strategy: Flora}
              rounds: {max: 3}
            """);
        Change("{name: site-a,", "{name: site-a, rank: 1,");
        var (a, b) = (await FirstRoundAsync("site-b"), await FirstRoundAsync("site-a"));

        var both = await FirstRoundAsync("nobody");

        var (nA, nB) = (Examples("nobody", "site-a"), Examples("nobody", "site-b"));
        Assert.All(both.Keys.Where(LoraFactors.IsSum), name => Assert.All(
            a[name].Zip(b[name], both[name]), w => Assert.Equal(((nA * w.First) + (nB * w.Second)) / (nA + nB), w.Third, 1e-6)));
        Assert.Contains(both.Where(found => LoraFactors.IsSum(found.Key)).SelectMany(found => found.Value), value => Math.Abs(value) > 1e-4);
        Assert.All(Values("nobody", 0).Where(found => !LoraFactors.IsSum(found.Key)), found => Assert.Equal(found.Value, both[found.Key]));
    }

    [Fact]
    public async Task Flora_exports_a_model_that_scores_what_the_run_scored_and_no_adapter()
    {
        Change("rounds: {max: 3}", """
            aggregation: {strategy: Flora}
              rounds: {max: 3}
            """);
        await _tiny.RunAsync();

        var peft = await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["peft"]);
        var model = await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["model"], "--format", "model");

        Assert.Contains("no adapter can be written: what FLoRA has summed up has no low rank", peft.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (model.Exit, model.Error));
        Change("file://base", "file://model");
        await _tiny.RunAsync("--store", _tiny["again"]);
        Assert.NotEqual(Loss("out", 0), Loss("out", 3), 3);
        Assert.Equal(Loss("out", 3), Loss("again", 0), 5);
    }

    [Fact]
    public async Task Ranks_by_capability_are_in_the_plan_and_a_stopped_run_ends_with_the_same_bytes()
    {
        Change("{lora: {rank: 2}}", "{lora: {rank: 2, perClientRank: Auto}}");
        Change("{name: site-a,", "{name: site-a, capability: {stepSeconds: 2},");
        Change("{name: site-b,", "{name: site-b, capability: {stepSeconds: 1},");

        var result = await _tiny.RunAsync();
        await _tiny.RunUntilInAsync(_tiny["again"], "round 2/3 committed");
        await _tiny.RunAsync("--store", _tiny["again"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var plan = JsonSerializer.Deserialize<RoundPlan>(
            File.ReadAllText(_tiny["out", "rounds", "000003", "attempt-1", "plan.json"]), ContractJson.Options)!;
        Assert.Equal([1, 2], plan.Assignments!.Select(assigned => assigned.Rank));
        Assert.Equal(Values("out", 3), Values("again", 3));
    }

    // ||B A||_F of a dense product.
    private static double Length(float[] a, float[] b, int rank)
    {
        var squares = 0.0;
        for (var o = 0; o < b.Length / 2; o++)
        {
            for (var i = 0; i < 16; i++)
            {
                var product = Enumerable.Range(0, rank).Sum(r => (double)b[(o * 2) + r] * a[(r * 16) + i]);
                squares += product * product;
            }
        }

        return Math.Sqrt(squares);
    }

    private void Change(string old, string changed) => _tiny.Write(_yaml = _yaml.Replace(old, changed, StringComparison.Ordinal));

    // The checkpoint of one round without one of the clients: of a client alone it is its update.
    private async Task<Dictionary<string, float[]>> FirstRoundAsync(string without)
    {
        var lines = _yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal).Split('\n');
        _tiny.Write(string.Join('\n', lines.Where(line => !line.Contains($"name: {without}", StringComparison.Ordinal))));
        var result = await _tiny.RunAsync("--store", _tiny[without]);
        Assert.Equal((0, ""), (result.Exit, result.Error));
        return Values(without, 1);
    }

    private CheckpointManifest Manifest(string store, int round) => JsonSerializer.Deserialize<CheckpointManifest>(
        File.ReadAllText(_tiny[store, "checkpoints", $"{round:D6}", "manifest.json"]), ContractJson.Options)!;

    private double Loss(string store, int round) => JsonSerializer.Deserialize<EvaluationReport>(
        File.ReadAllText(_tiny[store, "evaluations", $"{round:D6}.json"]), ContractJson.Options)!.Tasks.Single().Loss;

    private double Examples(string store, string client) =>
        Manifest(store, 1).Contributions.Single(contribution => contribution.ClientId.Value == client).ExampleCount;

    private Dictionary<string, float[]> Values(string store, int round)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(_tiny[store, "checkpoints", $"{round:D6}"], "*.safetensors"))
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var entry in file.Entries)
            {
                values[entry.Name] = new float[entry.Shape.ElementCount];
                file.ReadFloats(entry, 0, values[entry.Name]);
            }
        }

        return values;
    }
}
