using FedK8s.Cli.Manifests;

namespace FedK8s.Cli.Tests.Manifests;

/// <summary>Each mistake: what is replaced in the sample, by what, and the problem with its line and column.</summary>
public sealed class ManifestProblemTests : IDisposable
{
    private readonly Sample _sample = new();

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "learningRate:", "learningrate:", "15:5: spec.localTraining.learningrate: found a field that does not exist, wanted one that does; did you mean learningRate?" },
        { "batchSize: 8", "banana: 8", "14:5: spec.localTraining.banana: found a field that does not exist, wanted one of epochs, " },
        { "batchSize: 8", "batchSize: many", "14:16: spec.localTraining.batchSize: found \"many\", wanted a whole number" },
        { "batchSize: 8", "batchSize: 8.5", "14:16: spec.localTraining.batchSize: found the number 8.5, wanted a whole number" },
        { "batchSize: 8", "batchSize: 3000000000", "14:16: spec.localTraining.batchSize: found the number 3000000000, wanted a whole number below 2147483648" },
        { "batchSize: 8", "batchSize: [8]", "14:16: spec.localTraining.batchSize: found a list, wanted a whole number" },
        { "batchSize: 8", "batchSize:", "14:15: spec.localTraining.batchSize: found nothing, wanted a whole number" },
        { "batchSize: 8", "batchSize: 0", "14:16: spec.localTraining.batchSize: found 0, wanted a whole number from 1; write 1 or more" },
        { "\"5e-5\"", "fast", "15:19: spec.localTraining.learningRate: found \"fast\", wanted a number" },
        { "\"5e-5\"", ".inf", "15:19: spec.localTraining.learningRate: found \".inf\", wanted a number" },
        { "name: clinic", "name: 42", "4:9: metadata.name: found the number 42, wanted text; put it in quotes: \"42\"" },
        { "kind: CausalLM", "kind: causallm", "9:11: spec.task.kind: found \"causallm\", wanted one of CausalLM, SequenceClassification, VisualQuestionAnswering; did you mean CausalLM?" },
        { "kind: CausalLM", "kind: VisualQuestionAnswering", "9:11: spec.task.kind: found VisualQuestionAnswering, which is not in this version, wanted CausalLM or SequenceClassification" },
        { "batchSize: 8", "batchSize: 8\n    batchSize: 9", "15:5: spec.localTraining.batchSize: found the field again, first written in line 14, wanted it once" },
        { "    lora:\n", "    full: {}\n    lora:\n", "11:5: spec.method: found 2 methods: full and lora, wanted exactly one of full, lora, adapter, blockExpansion" },
        { "    lora:\n      rank: 4\n", "    {}\n", "11:5: spec.method: found no method, wanted exactly one of full, lora, adapter, blockExpansion" },
        { "    lora:\n      rank: 4\n", "    blockExpansion: {blocks: {positions: Explicit}}\n", "11:30: spec.method.blockExpansion.blocks.explicit: found an empty list, wanted at least one block number, as positions: Explicit asks for" },
        { "    lora:\n      rank: 4\n", "    dualAdapter: {}\n", "11:5: spec.method.dualAdapter: found the dual adapter, which is not in this version" },
        { "  localTraining:", "  retentionGuard: {weight: 0}\n  localTraining:", "13:28: spec.retentionGuard.weight: found 0, wanted a number above 0; write for example 1" },
        { "    lora:\n      rank: 4\n", "    full:\n", "11:10: spec.method.full: found nothing, wanted fields; write {} for the defaults, or remove the line" },
        { "name: site-b", "name: site-a", "24:11: spec.clients[1].name: found \"site-a\", which spec.clients[0].name has too" },
        { "file://base", "az://base", "7:17: spec.model.storageUri: found \"az://base\", wanted file://, the one scheme that `fedk8s run` reads in this version" },
        { "file://base", "base", "7:17: spec.model.storageUri: found \"base\", wanted an address that starts with" },
        { "file://base", "file://nowhere", "7:17: spec.model.storageUri: found no folder " },
        { "file://site-b.jsonl", "file://site-c.jsonl", "26:19: spec.clients[1].data.storageUri: found no file " },
        { "file://site-b.jsonl", "pvc://site-b.jsonl", "26:19: spec.clients[1].data.storageUri: found \"pvc://site-b.jsonl\", wanted file://" },
        { "  rounds:\n    max: 3\n", "", "6:3: spec.rounds: found nothing, wanted the field; add rounds: to spec" },
        { "apiVersion: fedk8s.io/v1alpha1", "apiVersion: v1", "1:13: apiVersion: found \"v1\", wanted fedk8s.io/v1alpha1" },
        { "max: 3", "max: *three", "17:10: spec.rounds.max: found the alias *three without an anchor before it" },
        { "max: 3", "<<: {max: 3}", "17:5: spec.rounds.<<: found a merge key" },
        { "max: 3", "max: 3\n    [a]: 3", "18:5: spec.rounds: found a list or a mapping as a field's name" },
        { "max: 3", "max: \"3", "17:10: found text that is not YAML (" },
        { "max: 3", "max: [3\nb: {", "" },
        { "  rounds:", "\trounds:", "15:25: found text that is not YAML (" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_once_with_its_place_and_cure(string old, string replacement, string expected)
    {
        var problem = Assert.Single(ManifestReader.Read(_sample.Write(old, replacement)).Problems);

        Assert.StartsWith(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_clients_is_told_at_the_list()
    {
        var yaml = Sample.Yaml[..Sample.Yaml.IndexOf("  clients:", StringComparison.Ordinal)] + "  clients: []\n";

        Assert.Equal("20:12: spec.clients: found no clients, wanted at least one; add an item with a name and data.storageUri", Only(yaml));
    }

    [Theory]
    [InlineData("", "1:1: found an empty file, wanted a FederatedRun; start from k8s/samples/quickstart.yaml")]
    [InlineData("- a\n- b\n", "1:1: found a list, wanted fields; write name: value, indented")]
    public void A_file_that_is_something_else_is_told(string yaml, string expected) => Assert.Equal(expected, Only(yaml));

    [Fact]
    public void A_second_document_is_refused() =>
        Assert.StartsWith("27:1: found a second document", Only($"{Sample.Yaml}\n---\na: b\n"), StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once_in_the_order_of_the_file()
    {
        var yaml = Sample.Yaml
            .Replace("name: clinic", "name: Clinic", StringComparison.Ordinal)
            .Replace("batchSize: 8", "batchsize: 8", StringComparison.Ordinal)
            .Replace("max: 3", "max: three", StringComparison.Ordinal)
            .Replace("file://site-a.jsonl", "file://gone.jsonl", StringComparison.Ordinal);

        Assert.Equal(
            ["metadata.name", "spec.localTraining.batchsize", "spec.rounds.max", "spec.clients[0].data.storageUri"],
            ManifestReader.Read(_sample.WriteText(yaml)).Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Aliases_that_stand_for_too_much_are_refused()
    {
        var lines = Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]");

        Assert.Contains(
            "its aliases stand for more than", Only($"a0: &a0 [1, 2]\n{string.Join('\n', lines)}\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_nests_too_deep_is_refused() =>
        Assert.Contains("more than 100 levels", Only(new string('[', 20_000)), StringComparison.Ordinal);

    public void Dispose() => _sample.Dispose();

    private string Only(string yaml) => Assert.Single(ManifestReader.Read(_sample.WriteText(yaml)).Problems).ToString();
}
