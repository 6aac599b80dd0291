using System.Text.Json;
using FedK8s.Cli.Commands;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;
using FedK8s.Testing;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>A whole run that takes a second: two clients, a model of random weights, rounds of a few steps.</summary>
internal sealed class TinyRun : IDisposable
{
    public const string Yaml = """
        apiVersion: fedk8s.io/v1alpha1
        kind: FederatedRun
        metadata: {name: tiny}
        spec:
          model: {storageUri: "file://base"}
          task: {kind: CausalLM, maxSequenceLength: 16}
          method: {lora: {rank: 2}}
          localTraining: {batchSize: 2, learningRate: 1e-2}
          rounds: {max: 3}
          evaluation: {tasks: [{name: sums, kind: General, data: {storageUri: "file://sums.jsonl"}}]}
          checkpoint: {storageUri: "file://out", keep: 5}
          clients:
          - {name: site-a, data: {storageUri: "file://site-a.jsonl", testFraction: 0.5}}
          - {name: site-b, data: {storageUri: "file://site-b.jsonl", testFraction: 0.5}}
        """;

    /// <summary>An encoder's, without labels.</summary>
    public const string EncoderConfig = """
        {
          "architectures": ["BertForMaskedLM"], "model_type": "bert", "vocab_size": 259, "hidden_size": 16,
          "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 16,
          "initializer_range": 0.2
        }
        """;

    private const string Config = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 259, "hidden_size": 16,
          "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
          "max_position_embeddings": 32, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "hidden_act": "silu",
          "tie_word_embeddings": true, "torch_dtype": "float32"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public TinyRun(string yaml = Yaml)
    {
        BaseModelFactory.Create(Config, seed: 1, this["base"]);
        foreach (var (site, first) in new[] { ("site-a", 1), ("site-b", 20), ("sums", 40) })
        {
            File.WriteAllLines(
                this[$"{site}.jsonl"],
                Enumerable.Range(first, 16).Select(number => $$"""{"prompt": "{{number}}+1=", "completion": "{{number + 1}}"}"""));
        }

        Write(yaml);
    }

    public string Manifest => this["run.yaml"];

    public string Store => this["out"];

    public string this[params string[] parts] => _folder[parts];

    /// <summary>Runs the program in this process.</summary>
    public static async Task<ProgramResult> FedK8sAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.InvokeAsync(arguments, new Terminal(output, error, IsInteractive: false));
        return new(exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program and stops it, as Ctrl-C does, once it has said a line that starts with <paramref name="line"/>.</summary>
    public Task<ProgramResult> RunUntilAsync(string line) => UntilAsync(["run", Manifest], line);

    /// <summary>The same with another store.</summary>
    public Task<ProgramResult> RunUntilInAsync(string store, string line) => UntilAsync(["run", Manifest, "--store", store], line);

    /// <summary>The same for any command, once it has said lines that start so, one after the other.</summary>
    public static async Task<ProgramResult> UntilAsync(string[] arguments, params string[] lines)
    {
        using var stop = new CancellationTokenSource();
        using var output = new WatchedWriter(stop.Cancel, lines);
        using var error = new StringWriter();
        var exit = await CommandLine.InvokeAsync(arguments, new Terminal(output, error, IsInteractive: false), stop.Token);
        return new(exit, output.ToString(), error.ToString());
    }

    public Task<ProgramResult> RunAsync(params string[] more) => FedK8sAsync(["run", Manifest, .. more]);

    public void Write(string yaml) => File.WriteAllText(Manifest, yaml);

    /// <summary>The bytes of the checkpoint of a round.</summary>
    public byte[] Weights(int round) =>
        File.ReadAllBytes(Assert.Single(Directory.GetFiles(this["out", "checkpoints", $"{round:D6}"], "*.safetensors")));

    public RunState State() =>
        JsonSerializer.Deserialize<RunState>(File.ReadAllText(this["out", "state.json"]), ContractJson.Options)!;

    /// <summary>Every file and folder of the test with its length, to see that nothing was written.</summary>
    public string Files() => string.Join('\n', new DirectoryInfo(_folder.Path)
        .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => entry is FileInfo file ? $"{file.FullName} {file.Length}" : entry.FullName)
        .Order(StringComparer.Ordinal));

    public void Dispose() => _folder.Dispose();
}
