using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Export;
using FedK8s.Worker.Training;
using FedK8s.Worker.Training.Retention;
using TorchSharp;

namespace FedK8s.Worker.Tests.Training;

/// <summary>A model of two small layers in a folder of its own, and the spec of a run that trains it.</summary>
internal sealed class TinyRun : IDisposable
{
    private const string Config =
        """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 259, "hidden_size": 16,
          "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1,
          "max_position_embeddings": 32, "initializer_range": 0.3, "tie_word_embeddings": true
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public TinyRun()
    {
        BaseModelFactory.Create(Config, seed: 7, ModelFolder);
        Spec = new FederatedRunSpec
        {
            Model = new() { StorageUri = Address("model") },
            Task = new() { Kind = TaskKind.CausalLM },
            Method = new() { Full = new() },
            Rounds = new() { Max = 2 },
            Checkpoint = new() { StorageUri = Address("run") },
            Clients = [],
        };
    }

    public string ModelFolder => _folder["model"];

    public FederatedRunSpec Spec { get; set; }

    public string this[params string[] parts] => _folder[parts];

    /// <summary>The file:// address of something in the run's folder.</summary>
    public string Address(string name) => FileAddress.Of(_folder[name]);

    /// <summary>Writes prompts and completions as a client's data and returns the client.</summary>
    public ClientSpec Client(string name, int rows, double testFraction = 0)
    {
        File.WriteAllLines(
            _folder[$"{name}.jsonl"],
            Enumerable.Range(0, rows).Select(row => $$"""{"prompt":"{{name}}{{row}}=","completion":"{{row * row}}"}"""));
        return new() { Name = name, Data = new() { StorageUri = Address($"{name}.jsonl"), TestFraction = testFraction } };
    }

    public TunedModel CreateModel(torch.ScalarType? computeType = null) =>
        TunedModel.Create(ModelFolder, Spec, torch.CPU, computeType ?? torch.float32);

    public void Dispose() => _folder.Dispose();

    /// <summary>Examples of differing lengths: sums with their results.</summary>
    public static EncodedExample[] Sums(int count)
    {
        var encoder = new ExampleEncoder(new ByteTokenizer(), maxSequenceLength: 32);
        return [.. Enumerable.Range(0, count).Select(i => encoder.Encode(new($"{i * 7}+{i}=", $"{i * 8}")))];
    }

    public static LocalTrainingTask TaskOf(
        LocalTrainingSpec training, int examples = 12, string client = "site-a", int round = 1) => new()
        {
            ClientId = new ClientId(client),
            Round = new RoundNumber(round),
            MaxRounds = 2,
            Examples = Sums(examples),
            PaddingId = 0,
            Training = training,
        };

    /// <summary>The task with a retention guard over its examples; the run's spec needs one too.</summary>
    public static LocalTrainingTask Guarded(LocalTrainingTask task, RetentionGuardSpec guard)
    {
        using var run = new TinyRun();
        var spec = run.Spec with { LocalTraining = task.Training, RetentionGuard = guard };
        return task with { Guard = LocalGuard.Of(spec, task.ClientId, task.Examples, new ByteTokenizer(), limit: 32) };
    }

    /// <summary>Trains a new model and returns all trained numbers, weight after weight.</summary>
    public float[] Train(LocalTrainingTask task, torch.ScalarType? computeType = null)
    {
        using var model = CreateModel(computeType);
        using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System);
        trainer.Train(TestContext.Current.CancellationToken);
        return Numbers(model);
    }

    public static float[] Numbers(TunedModel model) =>
        [.. model.Trainables.SelectMany(trainable => trainable.Weight.detach().cpu().data<float>().ToArray())];
}
