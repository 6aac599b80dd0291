using System.Text.Json.Nodes;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>Texts and labels through the whole program: two clients, an encoder of random weights.</summary>
public sealed class ClassificationRunTests : IDisposable
{
    private const string Yaml = """
        apiVersion: fedk8s.io/v1alpha1
        kind: FederatedRun
        metadata: {name: tiny}
        spec:
          model: {storageUri: "file://base"}
          task: {kind: SequenceClassification, labels: [animal, plant], maxSequenceLength: 16}
          method: {full: {}}
          localTraining: {batchSize: 4, epochs: 3, learningRate: 5e-3}
          rounds: {max: 3}
          evaluation: {tasks: [{name: new-words, data: {storageUri: "file://new-words.csv"}}]}
          checkpoint: {storageUri: "file://out"}
          clients:
          - {name: site-a, data: {storageUri: "file://site-a.jsonl"}}
          - {name: site-b, data: {storageUri: "file://site-b.jsonl"}}
        """;

    private readonly TinyRun _tiny = new(Yaml);

    public ClassificationRunTests()
    {
        BaseModelFactory.Create(TinyRun.EncoderConfig, seed: 1, _tiny["base"]);
        File.WriteAllLines(_tiny["site-a.jsonl"], Rows("cat", "animal").Concat(Rows("oak", "plant")));
        File.WriteAllLines(_tiny["site-b.jsonl"], Rows("dog", "animal").Concat(Rows("elm", "plant")));
        File.WriteAllLines(_tiny["new-words.csv"], ["text,label", "cat 99,animal", "dog 98,animal", "oak 97,plant", "elm 96,plant"]);
    }

    [Fact]
    public async Task A_run_learns_the_labels()
    {
        var result = await _tiny.RunAsync();

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Matches(@"new-words +downstream +4 .* 100.0 %", result.Output);
    }

    [Fact]
    public async Task A_head_that_is_new_cannot_be_held_to_the_base()
    {
        _tiny.Write(Yaml.Replace("  rounds:", "  retentionGuard: {}\n  rounds:", StringComparison.Ordinal));

        var result = await _tiny.RunAsync();

        Assert.Contains("FK9001", result.Error, StringComparison.Ordinal);
        Assert.Contains("spec.retentionGuard: found a new head (bert.pooler, classifier)", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full: {}")]
    [InlineData("lora: {rank: 2, targetModules: [query, dense]}")]
    public async Task What_is_exported_is_a_classifier_with_its_labels(string method)
    {
        _tiny.Write(Yaml.Replace("full: {}", method, StringComparison.Ordinal));
        await _tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["model"], "--format", "model");

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var config = JsonNode.Parse(File.ReadAllText(_tiny["model", "config.json"]))!;
        Assert.Equal("""["BertForSequenceClassification"]""", config["architectures"]!.ToJsonString());
        Assert.Equal("""{"0":"animal","1":"plant"}""", config["id2label"]!.ToJsonString());
    }

    [Fact]
    public async Task An_exported_classifier_goes_on_without_labels_in_the_manifest()
    {
        await _tiny.RunAsync();
        await TinyRun.FedK8sAsync("export", _tiny.Manifest, "--to", _tiny["model"], "--format", "model");
        _tiny.Write(Yaml.Replace("file://base", "file://model", StringComparison.Ordinal)
            .Replace(" labels: [animal, plant],", "", StringComparison.Ordinal));

        var result = await _tiny.RunAsync("--store", _tiny["again"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Matches(@"new-words +downstream +4 +100.0 % +100.0 %", result.Output);
    }

    [Fact]
    public async Task A_label_that_is_not_the_task_s_ends_the_run_before_it_starts()
    {
        File.AppendAllLines(_tiny["site-b.jsonl"], ["""{"text": "moss", "label": "plants"}"""]);

        var result = await _tiny.RunAsync();

        Assert.Equal(30, result.Exit);
        Assert.Contains(
            "site-b.jsonl:33: found the label \"plants\"; wanted one of the task's 2 labels; did you mean \"plant\"?",
            result.Error,
            StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private static IEnumerable<string> Rows(string word, string label) =>
        Enumerable.Range(1, 16).Select(number => $$"""{"text": "{{word}} {{number}}", "label": "{{label}}"}""");
}
