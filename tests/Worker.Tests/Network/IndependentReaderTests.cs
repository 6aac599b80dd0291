using FedK8s.Contracts.Spec;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.BlockExpansion;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Methods;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>What we write means to another program what it means here: the same logits to 1e-5.</summary>
public sealed class IndependentReaderTests(IndependentReaderTests.Folders folders) : IClassFixture<IndependentReaderTests.Folders>
{
    private static readonly (string Case, TensorType Type, int ShardByteCount)[] _written =
    [
        ("gqa_tied", TensorType.F32, int.MaxValue),
        ("biases", TensorType.F32, 1000),
        ("mistral_window", TensorType.BF16, 500),
        ("qwen2_window", TensorType.F16, int.MaxValue),
        ("qwen3", TensorType.F32, int.MaxValue),
        ("llama3", TensorType.F32, int.MaxValue),
        ("yarn", TensorType.BF16, int.MaxValue),
        ("gpt2/tied", TensorType.F32, 1000),
        ("gpt2/untied_gelu", TensorType.F16, int.MaxValue),
        ("encoder/bert_classifier", TensorType.F32, 1000),
        ("encoder/bert_masked", TensorType.BF16, int.MaxValue),
        ("encoder/roberta_classifier", TensorType.F16, int.MaxValue),
        ("encoder/roberta_masked", TensorType.F32, int.MaxValue),
    ];

    private static readonly (string Case, string[] Targets)[] _merged =
    [
        ("mha_untied", ["q_proj", "down_proj"]),
        ("gpt2/tied", ["c_attn", "c_proj"]),
        ("encoder/bert_classifier", ["query", "dense"]),
        ("encoder/roberta_classifier", ["value", "dense"]),
    ];

    // A model that attends by layer, so that a copy has to be counted where its original is.
    private static readonly (string Case, int[] Positions)[] _expanded =
        [("mha_untied", [0, 1]), ("qwen2_window", [0, 1]), ("qwen3", [1]), ("gpt2/tied", [0])];

    public static TheoryData<string> Cases =>
    [
        .. _written.Select(written => Written(written.Case)),
        .. _merged.Select(merged => Merged(merged.Case)),
        .. _expanded.Select(expanded => Deeper(expanded.Case)),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void A_written_folder_gives_the_same_logits_elsewhere(string name)
    {
        using var scope = NewDisposeScope();
        AssertSameElsewhere(name);
    }

    [Fact]
    public void A_converted_checkpoint_gives_the_same_logits_elsewhere()
    {
        Assert.SkipUnless(File.Exists(Stories260k.Checkpoint), $"{Stories260k.Checkpoint} is not there.");
        using var scope = NewDisposeScope();
        AssertSameElsewhere("stories");
    }

    [Theory]
    [InlineData("mha_untied")]
    [InlineData("qwen2_window")]
    [InlineData("gpt2/tied")]
    public void A_deeper_model_does_what_the_base_model_with_its_blocks_did(string name)
    {
        Assert.SkipUnless(IndependentReader.Obstacle is null, IndependentReader.Obstacle ?? "");
        using var scope = NewDisposeScope();
        var expected = folders.Expanded[Deeper(name)];

        ReferenceCase.AssertClose(expected, IndependentReader.Logits(folders.Path(Deeper(name)), expected.shape), name);
    }

    private void AssertSameElsewhere(string name)
    {
        Assert.SkipUnless(IndependentReader.Obstacle is null, IndependentReader.Obstacle ?? "");
        using var loaded = ModelFolder.Load(folders.Path(name), CPU, ScalarType.Float32);

        var own = loaded.Model.call(folders.Inputs[name]);

        ReferenceCase.AssertClose(IndependentReader.Logits(folders.Path(name), own.shape), own, name);
    }

    private static string Written(string name) => $"{name.Replace('/', '_')}_written";

    private static string Deeper(string name) => $"{name.Replace('/', '_')}_with_new_blocks";

    private static string Merged(string name) => $"{name.Replace('/', '_')}_with_lora_folded_in";

    /// <summary>All the folders, with the reader's answers in them.</summary>
    public sealed class Folders : IDisposable
    {
        private readonly TemporaryFolder _root = new();

        public Folders()
        {
            if (IndependentReader.Obstacle is not null)
            {
                return;
            }

            foreach (var (name, type, shardByteCount) in _written)
            {
                using var reference = new ReferenceCase(name);
                ModelFolder.Write(reference.Loaded, Path(Written(name)), type, shardByteCount);
                Ask(Written(name), reference.Input);
            }

            foreach (var (name, targets) in _merged)
            {
                WriteMerged(name, targets);
            }

            foreach (var (name, positions) in _expanded)
            {
                WriteDeeper(name, positions);
            }

            if (File.Exists(Stories260k.Checkpoint))
            {
                Stories260k.ConvertTo(Path("stories"));
                Ask("stories", new(arange(64, dtype: ScalarType.Int64).mul(37).remainder(512).view(2, 32)));
            }

            IndependentReader.Answer([.. Inputs.Keys.Select(Path)]);
        }

        internal Dictionary<string, ModelInput> Inputs { get; } = [];

        /// <summary>What an expanded model gave before it was written.</summary>
        internal Dictionary<string, Tensor> Expanded { get; } = [];

        public string Path(string name) => _root[name];

        public void Dispose()
        {
            foreach (var (tokens, mask, _) in Inputs.Values)
            {
                tokens.Dispose();
                mask?.Dispose();
            }

            foreach (var logits in Expanded.Values)
            {
                logits.Dispose();
            }

            _root.Dispose();
        }

        private void WriteMerged(string name, string[] targets)
        {
            using var reference = new ReferenceCase(name);
            var method = LoraMethod.From(new LoraMethodSpec { Rank = 2, Alpha = 3, TargetModules = [.. targets] });
            method.Attach(reference.Model, seed: 0);
            TinyModel.Disturb(method, reference.Loaded);
            method.Export(reference.Loaded, Path(Merged(name)), ExportForm.Merged);
            Ask(Merged(name), reference.Input);
        }

        private void WriteDeeper(string name, int[] positions)
        {
            using var reference = new ReferenceCase(name);
            var method = new BlockExpansionMethod(
                new() { Blocks = new() { Positions = BlockPositions.Explicit, Explicit = positions } });
            method.Attach(reference.Model, seed: 0);
            TinyModel.Disturb(method, reference.Loaded);
            Expanded[Deeper(name)] = reference.Model.call(reference.Input).detach().DetachFromDisposeScope();
            method.Export(reference.Loaded, Path(Deeper(name)), ExportForm.Merged);
            Ask(Deeper(name), reference.Input);
        }

        private void Ask(string name, ModelInput input)
        {
            Inputs[name] = new(
                input.Tokens.clone().DetachFromDisposeScope(), input.Mask?.clone().DetachFromDisposeScope());
            IndependentReader.Ask(Path(name), input);
        }
    }
}
