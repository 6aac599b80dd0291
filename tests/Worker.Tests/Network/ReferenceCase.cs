using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>A tiny model and what a script of tests/reference worked out for it in float64.</summary>
internal sealed class ReferenceCase : IDisposable
{
    // A gradient goes through every layer above, and a bias's is a sum over all positions whose terms cancel: on a processor
    // whose kernels add in another order than those that made the reference, 1.03e-5 was seen.
    private const double GradientTolerance = 3e-5;

    /// <summary>The cases, for theories.</summary>
    public static TheoryData<string> Names => new("mha_untied", "gqa_tied");

    /// <summary>Members of the family that differ by configuration only: whole models, without methods and parts.</summary>
    public static TheoryData<string> Variants => new(
        "biases", "linear", "llama3", "yarn", "yarn_own_numbers", "mistral_window", "qwen2_tied", "qwen2_window", "qwen3");

    private readonly string _folder;
    private readonly DisposeScope _scope = NewDisposeScope();

    public ReferenceCase(string name, ScalarType? compute = null, ScalarType? storage = null)
    {
        _folder = FolderOf(name);
        Loaded = ModelFolder.Load(_folder, CPU, compute ?? ScalarType.Float32, storage);
        Expected = SafetensorsFile.Open(Path.Combine(_folder, "expected.safetensors"));
        Tokens = Whole("tokens");
        Targets = Whole("targets");
    }

    public LoadedModel Loaded { get; }

    public FoundationModel Model => Loaded.Model;

    public ITensorSource Expected { get; private set; }

    public Tensor Tokens { get; }

    public Tensor Targets { get; }

    /// <summary>The tokens, with their mask where the family needs one.</summary>
    public ModelInput Input => new(Tokens, Expected.Find("mask") is null ? null : Whole("mask").to(ScalarType.Bool));

    /// <summary>The folder of a decoder's case; another family's name stands before its case, as in gpt2/tied.</summary>
    public static string FolderOf(string name) =>
        RepositoryRoot.Combine("tests", "reference", "vectors", name.Contains('/') ? name : $"decoder/{name}");

    /// <summary>Loads a method's weights and turns to what is expected with them.</summary>
    public void Use(string method, IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        using var source = SafetensorsFile.Open(Path.Combine(_folder, method, "weights.safetensors"));
        TensorState.Load(source, weights);
        Expected.Dispose();
        Expected = SafetensorsFile.Open(Path.Combine(_folder, method, "expected.safetensors"));
    }

    /// <summary>A float tensor of the reference.</summary>
    public Tensor Floats(string name)
    {
        var entry = Expected.Find(name) ?? throw new ArgumentException($"No {name} in {Expected.Location}.", nameof(name));
        var values = new float[entry.Shape.ElementCount];
        Expected.ReadFloats(entry, 0, values);
        return tensor(values, [.. entry.Shape]);
    }

    /// <summary>A module of the model by its name in checkpoints.</summary>
    public TModule Module<TModule>(string name)
        where TModule : nn.Module =>
        (TModule)Model.named_modules().Single(found => found.name == name).module;

    /// <summary>Logits, loss and the gradients of what is trained agree with the reference.</summary>
    public void AssertTraining(IReadOnlyList<(string Name, Parameter Weight)> trained)
    {
        var logits = Model.call(new(Tokens));
        var loss = TargetLoss.Mean(logits, Targets);
        loss.backward();

        AssertClose(Floats("logits"), logits, "logits");
        AssertClose(Floats("loss"), loss.reshape(1), "loss");
        Assert.Equal(
            Expected.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("gradient.", StringComparison.Ordinal)),
            trained.Select(named => $"gradient.{named.Name}").Order(StringComparer.Ordinal));
        foreach (var (name, weight) in trained)
        {
            AssertClose(Floats($"gradient.{name}"), weight.grad!, name, GradientTolerance);
        }
    }

    /// <summary>
    /// Every element within a part of the largest: float32 sums of a few dozen terms keep 1e-5 easily.
    /// </summary>
    public static void AssertClose(Tensor expected, Tensor actual, string what, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        var largest = expected.abs().max().item<float>();
        var difference = (expected - actual.to(ScalarType.Float32)).abs().max().item<float>();
        Assert.True(difference <= tolerance * largest, $"{what}: off by {difference}, the largest element is {largest}");
    }

    public void Dispose()
    {
        Expected.Dispose();
        Loaded.Dispose();
        _scope.Dispose();
    }

    private Tensor Whole(string name)
    {
        var entry = Expected.Find(name)!;
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(Expected.Bytes(entry)).ToArray();
        return tensor(values, [.. entry.Shape]);
    }
}
