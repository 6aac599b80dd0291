using System.Text.Json.Nodes;
using FedK8s.Testing;
using FedK8s.Worker.Conversion;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>
/// A trained GPT-2 of somebody else, which sorts six letters out of three, converted and compared with the activations
/// that its author published. It lies beside the repository (../shared/data/gpt-nano-sort); where it does not, these
/// tests are skipped.
/// </summary>
public sealed class GptNanoSortTests : IDisposable
{
    private const int Length = 6; // letters to sort

    private static readonly string _source = RepositoryRoot.Combine("..", "shared", "data", "gpt-nano-sort");

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    // The author's numbers are float32 as ours are, so each may be off by a few roundings of the largest; 2e-6 of it is
    // what the README beside the model gives for the logits.
    [Theory]
    [InlineData("ln1", "transformer.h.0.ln_1")]
    [InlineData("qkv", "transformer.h.0.attn.c_attn")]
    [InlineData("yProj", "transformer.h.0.attn.c_proj")]
    [InlineData("ln2", "transformer.h.0.ln_2")]
    [InlineData("fc", "transformer.h.0.mlp.c_fc")]
    [InlineData("mlp", "transformer.h.0.mlp")]
    [InlineData("block0", "transformer.h.0")]
    [InlineData("block1", "transformer.h.1")]
    [InlineData("block2", "transformer.h.2")]
    [InlineData("ln_f", "transformer.ln_f")]
    [InlineData("lm_head", "lm_head")]
    public void An_activation_is_that_published(string name, string module)
    {
        using var loaded = Load();
        var partials = Partials();
        Tensor? seen = null;
        var found = (nn.Module<Tensor, Tensor>)loaded.Model.named_modules().Single(child => child.name == module).module;
        found.register_forward_hook((_, _, output) =>
        {
            seen = output.detach().clone().DetachFromDisposeScope(); // the layer disposes what it made
            return output;
        });

        loaded.Model.call(new(Floats(partials, "idx").to(ScalarType.Int64)));

        using var output = seen!; // not null: the module was called
        ReferenceCase.AssertClose(Floats(partials, name), output, name, tolerance: 2e-6);
    }

    [Fact]
    public void Probabilities_are_those_published()
    {
        using var loaded = Load();
        var partials = Partials();

        var logits = loaded.Model.call(new(Floats(partials, "idx").to(ScalarType.Int64)));

        ReferenceCase.AssertClose(Floats(partials, "probs"), logits.softmax(-1), "probs", tolerance: 2e-6);
    }

    [Fact]
    public void Every_input_comes_out_sorted()
    {
        using var loaded = Load();
        var letters = Enumerable.Range(0, 729).Select(number => Letters(number)).ToArray(); // 3^6
        var text = tensor(letters.SelectMany(input => input).ToArray(), [letters.Length, Length]);
        for (var i = 0; i < Length; i++)
        {
            var next = loaded.Model.call(new(text))[TensorIndex.Colon, -1].argmax(-1, keepdim: true); // (B, 1)
            text = cat([text, next], dim: 1);
        }

        var sorted = text.narrow(1, Length, Length).contiguous().data<long>().ToArray().Chunk(Length).ToArray();

        Assert.Equal(letters.Select(input => input.Order().ToArray()), sorted);
    }

    private static long[] Letters(int number)
    {
        var letters = new long[Length];
        for (var i = 0; i < Length; i++)
        {
            (number, letters[i]) = Math.DivRem(number, 3);
        }

        return letters;
    }

    private static JsonObject Partials() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(_source, "t0-partials.json")))!.AsObject();

    private static Tensor Floats(JsonObject partials, string name)
    {
        var shape = partials[name]!["shape"]!.AsArray().Select(length => length!.GetValue<long>()).ToArray();
        var bytes = Convert.FromBase64String(partials[name]!["data"]!.GetValue<string>());
        return tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape);
    }

    private LoadedModel Load()
    {
        var file = Path.Combine(_source, "model.json");
        Assert.SkipUnless(File.Exists(file), $"{file} is not there.");
        ModelConversion.Convert(CheckpointFormat.MinGpt, file, tokenizerFile: null, _folder["model"]);
        return ModelFolder.Load(_folder["model"], CPU, ScalarType.Float32);
    }
}
