using FedK8s.Contracts.Spec;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Methods.Full;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>GPT-2 against tests/reference/gpt2_reference.py.</summary>
public sealed class Gpt2ReferenceTests : IDisposable
{
    private static readonly LoraMethod Lora =
        LoraMethod.From(new LoraMethodSpec { Rank = 2, Alpha = 3, TargetModules = ["c_attn", "c_proj", "c_fc"] });

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Cases => new("gpt2/tied", "gpt2/untied_gelu", "gpt2/relu");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        var method = new FullMethod();
        method.Attach(reference.Model, seed: 0);

        reference.AssertTraining(method.Trainables(reference.Model));
    }

    [Fact]
    public void Logits_loss_and_gradients_of_lora_are_the_reference_s()
    {
        using var reference = new ReferenceCase("gpt2/tied");
        Lora.Attach(reference.Model, seed: 0);
        var trained = Lora.Trainables(reference.Model);
        reference.Use("lora", trained);

        reference.AssertTraining(trained);
    }

    [Fact]
    public void Merging_lora_into_transposed_weights_keeps_the_function()
    {
        using var reference = new ReferenceCase("gpt2/tied");
        Lora.Attach(reference.Model, seed: 0);
        reference.Use("lora", Lora.Trainables(reference.Model));

        Lora.Merge(reference.Model);

        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits");
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_later_token_does_not_change_earlier_logits(string name)
    {
        using var reference = new ReferenceCase(name);
        var whole = reference.Model.call(new(reference.Tokens));

        var start = reference.Model.call(new(reference.Tokens.narrow(1, 0, 3)));

        ReferenceCase.AssertClose(whole.narrow(1, 0, 3), start, "logits");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Bfloat16_gives_nearly_the_reference_s_logits(string name)
    {
        using var reference = new ReferenceCase(name, ScalarType.BFloat16);

        // 2^-9 for each rounding, and a few dozen of them lie between tokens and logits.
        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits", 0.05);
    }

    [Fact]
    public void A_text_longer_than_the_model_was_made_for_is_refused()
    {
        using var reference = new ReferenceCase("gpt2/tied");

        Assert.Throws<ArgumentOutOfRangeException>(() => reference.Model.call(new(zeros(1, 11, dtype: ScalarType.Int64))));
    }

    [Fact]
    public void A_forward_pass_leaves_nothing_but_the_logits()
    {
        using var reference = new ReferenceCase("gpt2/tied");
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();

        reference.Model.call(new(reference.Tokens));

        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void The_weights_have_the_names_and_shapes_of_hugging_face()
    {
        using var reference = new ReferenceCase("gpt2/untied_gelu");
        (string Name, string Shape)[] expected =
        [
            ("lm_head.weight", "[11, 8]"), .. Layer(0), .. Layer(1), ("transformer.ln_f.bias", "[8]"),
            ("transformer.ln_f.weight", "[8]"), ("transformer.wpe.weight", "[10, 8]"), ("transformer.wte.weight", "[11, 8]"),
        ];

        Assert.Equal(expected, reference.Model.BaseWeights.Select(named => (named.Name, TensorShape.Create(named.Weight.shape).ToString())));

        static (string, string)[] Layer(int number) =>
        [
            ($"transformer.h.{number}.attn.c_attn.bias", "[24]"), ($"transformer.h.{number}.attn.c_attn.weight", "[8, 24]"),
            ($"transformer.h.{number}.attn.c_proj.bias", "[8]"), ($"transformer.h.{number}.attn.c_proj.weight", "[8, 8]"),
            ($"transformer.h.{number}.ln_1.bias", "[8]"), ($"transformer.h.{number}.ln_1.weight", "[8]"),
            ($"transformer.h.{number}.ln_2.bias", "[8]"), ($"transformer.h.{number}.ln_2.weight", "[8]"),
            ($"transformer.h.{number}.mlp.c_fc.bias", "[6]"), ($"transformer.h.{number}.mlp.c_fc.weight", "[8, 6]"),
            ($"transformer.h.{number}.mlp.c_proj.bias", "[8]"), ($"transformer.h.{number}.mlp.c_proj.weight", "[6, 8]"),
        ];
    }

    [Fact]
    public void A_checkpoint_of_the_stack_alone_with_its_masks_is_read()
    {
        using var reference = new ReferenceCase("gpt2/tied");
        using var source = SafetensorsFile.Open(Path.Combine(ReferenceCase.FolderOf("gpt2/tied"), "model.safetensors"));
        string[] masks = ["h.0.attn.bias", "h.1.attn.bias", "h.1.attn.masked_bias"];
        SafetensorsWriter.WriteFile(
            _folder["model.safetensors"],
            [
                .. source.Entries.Select(entry => entry.Declaration with { Name = entry.Name["transformer.".Length..] }),
                .. masks.Select(name => new TensorDeclaration(name, TensorType.U8, [1])),
            ],
            metadata: null,
            (writer, entry) => writer.Write(
                entry, source.Find($"transformer.{entry.Name}") is { } own ? source.Bytes(own) : new byte[entry.ByteCount]));
        File.Copy(Path.Combine(ReferenceCase.FolderOf("gpt2/tied"), "config.json"), _folder["config.json"]);

        using var loaded = ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32);

        ReferenceCase.AssertClose(reference.Floats("logits"), loaded.Model.call(new(reference.Tokens)), "logits");
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_is_written_reads_back_with_the_same_weights_to_the_bit(string name)
    {
        using var reference = new ReferenceCase(name);
        ModelFolder.Write(reference.Loaded, _folder.Path);

        using var copy = ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32);

        Assert.All(reference.Model.BaseWeights.Zip(copy.Model.BaseWeights), pair =>
            Assert.Equal(pair.First.Weight.data<float>().ToArray(), pair.Second.Weight.data<float>().ToArray()));
    }
}
