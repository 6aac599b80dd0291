using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>A tiny encoder and what tests/reference/encoder_reference.py worked out for it in float64.</summary>
internal sealed class EncoderCase : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ITensorSource _expected;

    public EncoderCase(string name, ModelTask? task = null)
    {
        Loaded = ModelFolder.Load(FolderOf(name), CPU, ScalarType.Float32, task: task);
        _expected = SafetensorsFile.Open(Path.Combine(FolderOf(name), "expected.safetensors"));
        Input = new(Whole("tokens"), Whole("mask").to(ScalarType.Bool));
    }

    /// <summary>The cases, for theories.</summary>
    public static TheoryData<string> Names =>
        new("bert_classifier", "bert_masked", "roberta_classifier", "roberta_masked");

    public LoadedModel Loaded { get; }

    public FoundationModel Model => Loaded.Model;

    /// <summary>Rows of 6, 4 and 1 tokens.</summary>
    public ModelInput Input { get; }

    public Tensor Targets => Whole("targets");

    /// <summary>Every gradient that the reference has, by the weight's name.</summary>
    public IEnumerable<string> Gradients => _expected.Entries
        .Where(entry => entry.Name.StartsWith("gradient.", StringComparison.Ordinal))
        .Select(entry => entry.Name["gradient.".Length..]);

    public static string FolderOf(string name) => RepositoryRoot.Combine("tests", "reference", "vectors", "encoder", name);

    /// <summary>A float tensor of the reference.</summary>
    public Tensor Floats(string name)
    {
        var entry = _expected.Find(name)!;
        var values = new float[entry.Shape.ElementCount];
        _expected.ReadFloats(entry, 0, values);
        return tensor(values, [.. entry.Shape]);
    }

    /// <summary>The logits, those of filled places set to 0 where every place has some.</summary>
    public Tensor OwnLogits(Tensor logits) =>
        logits.ndim == 2 ? logits : logits * Input.Mask!.unsqueeze(-1).to(ScalarType.Float32);

    public void Dispose()
    {
        _expected.Dispose();
        Loaded.Dispose();
        _scope.Dispose();
    }

    private Tensor Whole(string name)
    {
        var entry = _expected.Find(name)!;
        return tensor(MemoryMarshal.Cast<byte, long>(_expected.Bytes(entry)).ToArray(), [.. entry.Shape]);
    }
}
