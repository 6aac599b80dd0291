using System.Text.Json;
using FedK8s.Cli.Tests.Runs;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Samples;

public sealed class IntentSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Corpus => RepositoryRoot.Combine("..", "shared", "data", "clinc150");

    [Fact]
    public async Task Both_ways_deal_out_every_training_text_once()
    {
        await PrepareAsync(Published());

        var alike = Lines("iid");
        var byDomain = Lines("skew");

        Assert.Equal(15_000, alike.Length);
        Assert.Equal(alike.Order(StringComparer.Ordinal), byDomain.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_two_clients_by_domain_share_a_label()
    {
        await PrepareAsync(Published());

        var labels = Directory.GetFiles(_folder["out", "skew"])
            .SelectMany(file => File.ReadLines(file).Select(LabelOf).Distinct())
            .ToArray();

        Assert.Equal(150, labels.Length);
        Assert.Equal(150, labels.Distinct().Count());
    }

    [Fact]
    public async Task Clients_alike_have_as_many_texts_and_nearly_all_labels()
    {
        await PrepareAsync(Published());

        Assert.All(Directory.GetFiles(_folder["out", "iid"]), file =>
        {
            Assert.Equal(1_500, File.ReadLines(file).Count());
            Assert.InRange(File.ReadLines(file).Select(LabelOf).Distinct().Count(), 145, 150);
        });
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes()
    {
        await PrepareAsync(Small());
        var first = Contents();
        await PrepareAsync(Small());

        Assert.Equal(first, Contents());
    }

    [Fact]
    public async Task The_vocabulary_follows_its_rule()
    {
        await PrepareAsync(Small());

        // "pay" occurs once, "bill" and "my" twice, and no ending in twenty words.
        Assert.Equal(
            "[PAD] [UNK] [CLS] [SEP] [MASK] ' a b i l m p s y ##' ##a ##b ##i ##l ##m ##p ##s ##y bill my".Split(' '),
            File.ReadAllLines(_folder["out", "base", "vocab.txt"]));
    }

    [Fact]
    public async Task The_source_is_asked_for()
    {
        var result = await TinyRun.FedK8sAsync("sample", "intents", "--to", _folder["out"]);

        Assert.Equal(1, result.Exit);
        Assert.Contains("--from: found none, wanted the folder", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_the_files_is_named()
    {
        var result = await TinyRun.FedK8sAsync("sample", "intents", "--from", _folder["nowhere"], "--to", _folder["out"]);

        Assert.Equal(3, result.Exit);
        Assert.Contains(_folder["nowhere", "data_full.json"], result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intents.yaml")]
    [InlineData("intents-skew.yaml")]
    public async Task The_manifests_fit_what_is_written(string name)
    {
        await PrepareAsync(Published());
        var yaml = File.ReadAllText(RepositoryRoot.Combine("k8s", "samples", name));
        File.WriteAllText(_folder["run.yaml"], yaml.Replace("file://intents/", "file://out/", StringComparison.Ordinal));

        var result = await TinyRun.FedK8sAsync("validate", _folder["run.yaml"]);

        Assert.Equal((0, ""), (result.Exit, result.Error));
    }

    public void Dispose() => _folder.Dispose();

    private static string Published()
    {
        Assert.SkipUnless(Directory.Exists(Corpus), $"CLINC150 is not at {Corpus}; docs/samples.md says where it comes from.");
        return Corpus;
    }

    private string Small()
    {
        string[][] rows = [["pay my bill", "pay"], ["my bill's", "ask"]];
        var splits = new Dictionary<string, string[][]> { ["train"] = rows, ["val"] = rows, ["test"] = rows };
        var domains = new Dictionary<string, string[]> { ["money"] = ["pay"], ["small_talk"] = ["ask"] };
        Directory.CreateDirectory(_folder["small"]);
        File.WriteAllText(_folder["small", "data_full.json"], JsonSerializer.Serialize(splits));
        File.WriteAllText(_folder["small", "domains.json"], JsonSerializer.Serialize(domains));
        return _folder["small"];
    }

    private async Task PrepareAsync(string source)
    {
        var result = await TinyRun.FedK8sAsync("sample", "intents", "--from", source, "--to", _folder["out"]);
        Assert.Equal((0, ""), (result.Exit, result.Error));
    }

    private string[] Lines(string part) => [.. Directory.GetFiles(_folder["out", part]).SelectMany(File.ReadLines)];

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));

    private static string LabelOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("label").GetString()!;
}
