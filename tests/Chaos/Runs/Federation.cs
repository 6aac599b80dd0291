using FedK8s.Contracts.Identity;
using FedK8s.Worker.Export;

namespace FedK8s.Chaos.Runs;

/// <summary>Manifests, data and base models of the runs that are disturbed: two clients, models of random weights. Everyone is
/// waited for, and for long, so that who takes part is no matter of time.</summary>
internal sealed class Federation
{
    public const int Rounds = 3;

    private const string Wide = "wide";

    private readonly string _folder;

    /// <param name="folder">Where it writes them.</param>
    public Federation(string folder)
    {
        _folder = folder;
        BaseModelFactory.Create(Config(hidden: 16, intermediate: 32), seed: 1, Path.Combine(folder, "base"));
        BaseModelFactory.Create(Config(hidden: 512, intermediate: 1024), seed: 1, Path.Combine(folder, Wide));
        foreach (var (name, first) in new[] { ("site-a", 1), ("site-b", 20), ("sums", 40) })
        {
            File.WriteAllLines(
                Path.Combine(folder, $"{name}.jsonl"),
                Enumerable.Range(first, 16)
                    .Select(number => $$"""{"prompt": "{{number}}+1=", "completion": "{{number + 1}}"}"""));
        }
    }

    public static RunId RunId { get; } = new("chaos");

    public static IReadOnlyList<ClientId> Clients { get; } = [new("site-a"), new("site-b")];

    /// <summary>Writes the manifest of a shape, and returns its path.</summary>
    public string Manifest(Shape shape)
    {
        var path = Path.Combine(_folder, $"{shape}.yaml");
        File.WriteAllText(path, Yaml(shape));
        return path;
    }

    private static string Yaml(Shape shape)
    {
        var (model, method, epochs) = shape switch
        {
            Shape.Quick => ("base", "{lora: {rank: 2}}", 1),
            Shape.Long => ("base", "{lora: {rank: 2}}", 30),
            _ => (Wide, "{full: {}}", 1),
        };
        return $$$"""
            apiVersion: fedk8s.io/v1alpha1
            kind: FederatedRun
            metadata: {name: chaos, uid: "{{{RunId}}}"}
            spec:
              model: {storageUri: "file://{{{model}}}"}
              task: {kind: CausalLM, maxSequenceLength: 16}
              method: {{{method}}}
              localTraining: {batchSize: 2, learningRate: 1e-2, epochs: {{{epochs}}}, seed: 42}
              rounds: {max: {{{Rounds}}}, minClients: 2}
              evaluation: {tasks: [{name: sums, kind: General, data: {storageUri: "file://sums.jsonl"}}]}
              checkpoint: {storageUri: "az://chaos/run", keep: 1}
              clients:
              - {name: site-a, data: {storageUri: "file://site-a.jsonl", testFraction: 0.5}}
              - {name: site-b, data: {storageUri: "file://site-b.jsonl", testFraction: 0.5}}
            """;
    }

    private static string Config(int hidden, int intermediate) => $$"""
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 259, "hidden_size": {{hidden}},
          "intermediate_size": {{intermediate}}, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
          "max_position_embeddings": 32, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "hidden_act": "silu",
          "tie_word_embeddings": true, "torch_dtype": "float32"
        }
        """;
}
