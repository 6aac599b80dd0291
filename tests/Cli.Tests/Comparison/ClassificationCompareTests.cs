using System.Text.Json;
using FedK8s.Cli.Tests.Runs;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Tests.Comparison;

/// <summary>
/// A comparison in which each client has a label that no other has: the labels are the task's, so a client alone tells the
/// same ones apart, and knows only its own.
/// </summary>
public sealed class ClassificationCompareTests : IDisposable
{
    private const string Yaml = """
        apiVersion: fedk8s.io/v1alpha1
        kind: FederatedRun
        metadata: {name: tiny}
        spec:
          model: {storageUri: "file://base"}
          task: {kind: SequenceClassification, labels: [animal, plant, stone], maxSequenceLength: 16}
          method: {full: {}}
          localTraining: {batchSize: 4, epochs: 4, learningRate: 5e-3}
          rounds: {max: 3}
          evaluation: {tasks: [{name: all-kinds, data: {storageUri: "file://all-kinds.csv"}}]}
          checkpoint: {storageUri: "file://out"}
          clients:
          - {name: site-a, data: {storageUri: "file://site-a.jsonl", testFraction: 0.5}}
          - {name: site-b, data: {storageUri: "file://site-b.jsonl", testFraction: 0.5}}
          - {name: site-c, data: {storageUri: "file://site-c.jsonl", testFraction: 0.5}}
        """;

    private readonly TinyRun _tiny = new(Yaml);

    public ClassificationCompareTests()
    {
        BaseModelFactory.Create(TinyRun.EncoderConfig, seed: 1, _tiny["base"]);
        foreach (var (site, word, label) in new[] { ("site-a", "cat", "animal"), ("site-b", "oak", "plant"), ("site-c", "jet", "stone") })
        {
            File.WriteAllLines(
                _tiny[$"{site}.jsonl"],
                Enumerable.Range(1, 16).Select(number => $$"""{"text": "{{word}} {{number}}", "label": "{{label}}"}"""));
        }

        File.WriteAllLines(
            _tiny["all-kinds.csv"],
            ["text,label", "cat 97,animal", "cat 98,animal", "oak 97,plant", "oak 98,plant", "jet 97,stone", "jet 98,stone"]);
    }

    public void Dispose() => _tiny.Dispose();

    // Of six texts two have a client's own label; of its test split all.
    [Fact]
    public async Task A_client_alone_knows_its_own_label_and_no_other()
    {
        var result = await TinyRun.FedK8sAsync("compare", _tiny.Manifest, "--to", _tiny["comparison"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        var report = JsonDocument.Parse(File.ReadAllText(_tiny["comparison", "comparison.json"])).RootElement;
        var local = report.GetProperty("arms").EnumerateArray().Single(arm => arm.GetProperty("name").GetString() == "local-only");
        Assert.Equal((1, 1), Range(local.GetProperty("clientsAccuracy")));
        Assert.Equal((1 / 3.0, 1 / 3.0), Range(local.GetProperty("downstreamAccuracy")));
    }

    private static (double Min, double Max) Range(JsonElement spread) =>
        (spread.GetProperty("min").GetDouble(), spread.GetProperty("max").GetDouble());
}
