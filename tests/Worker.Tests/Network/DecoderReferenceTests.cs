using FedK8s.Worker.Methods.Full;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Decoder;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class DecoderReferenceTests
{
    public static TheoryData<string> Cases => ReferenceCase.Names;

    public static TheoryData<string> Variants => ReferenceCase.Variants;

    [Theory, MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        var method = new FullMethod();
        method.Attach(reference.Model, seed: 0);

        reference.AssertTraining(method.Trainables(reference.Model));
    }

    [Theory, MemberData(nameof(Variants))]
    public void Logits_loss_and_gradients_of_a_variant_are_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        var method = new FullMethod();
        method.Attach(reference.Model, seed: 0);

        reference.AssertTraining(method.Trainables(reference.Model));
    }

    [Theory, MemberData(nameof(Variants))]
    public void Bfloat16_gives_nearly_the_reference_s_logits(string name)
    {
        using var reference = new ReferenceCase(name, ScalarType.BFloat16);

        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits", 0.05);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_norm_is_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        const string layer = "model.layers.1.input_layernorm";

        var output = reference.Module<RmsNorm>(layer).call(reference.Floats($"{layer}.input"));

        ReferenceCase.AssertClose(reference.Floats($"{layer}.output"), output, layer);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rotary_positions_turn_as_complex_numbers_do(string name)
    {
        using var reference = new ReferenceCase(name);
        var heads = reference.Floats("rotary.input"); // (B, H, T, D)

        using var positions = Positions(reference, heads.shape[2]);
        var turned = positions.Rotate(heads);

        ReferenceCase.AssertClose(reference.Floats("rotary.output"), turned, "rotary");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Attention_is_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        const string layer = "model.layers.0.self_attn";
        var input = reference.Floats("model.layers.0.input_layernorm.output"); // (B, T, C)

        using var positions = Positions(reference, input.shape[1]);
        var output = reference.Module<SelfAttention>(layer).call(input, positions);

        ReferenceCase.AssertClose(reference.Floats($"{layer}.output"), output, layer);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_feed_forward_block_is_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        const string layer = "model.layers.0.mlp";

        var output = reference.Module<FeedForward>(layer).call(reference.Floats("model.layers.0.post_attention_layernorm.output"));

        ReferenceCase.AssertClose(reference.Floats($"{layer}.output"), output, layer);
    }

    [Theory, MemberData(nameof(Cases)), MemberData(nameof(Variants))]
    public void A_later_token_does_not_change_earlier_logits(string name)
    {
        using var reference = new ReferenceCase(name);
        var whole = reference.Model.call(new(reference.Tokens));

        var start = reference.Model.call(new(reference.Tokens.narrow(1, 0, 3)));

        ReferenceCase.AssertClose(whole.narrow(1, 0, 3), start, "logits");
    }

    [Fact]
    public void A_text_longer_than_the_model_was_made_for_is_refused()
    {
        using var reference = new ReferenceCase("gqa_tied");
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentOutOfRangeException>(() => reference.Model.call(new(zeros(1, 17, dtype: ScalarType.Int64))));
    }

    [Fact]
    public void A_forward_pass_leaves_nothing_but_the_logits()
    {
        using var reference = new ReferenceCase("gqa_tied");
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();

        reference.Model.call(new(reference.Tokens));

        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void The_weights_have_the_names_of_hugging_face()
    {
        using var reference = new ReferenceCase("mha_untied");

        var names = reference.Model.BaseWeights.Select(named => named.Name).ToArray();

        Assert.Equal(21, names.Length);
        Assert.Contains("lm_head.weight", names);
        Assert.Contains("model.layers.1.self_attn.o_proj.weight", names);
    }

    [Theory]
    [InlineData("qwen2_tied", "self_attn.k_proj.bias", "self_attn.q_proj.bias", "self_attn.v_proj.bias")]
    [InlineData("qwen3", "self_attn.k_norm.weight", "self_attn.q_norm.weight")]
    [InlineData("mistral_window")]
    [InlineData("biases", "mlp.down_proj.bias", "mlp.gate_proj.bias", "mlp.up_proj.bias", "self_attn.k_proj.bias",
        "self_attn.o_proj.bias", "self_attn.q_proj.bias", "self_attn.v_proj.bias")]
    public void A_variant_adds_to_a_layer_the_weights_that_hugging_face_adds(string name, params string[] added)
    {
        using var reference = new ReferenceCase(name);
        const string layer = "model.layers.1.";
        string[] common =
        [
            "input_layernorm.weight", "mlp.down_proj.weight", "mlp.gate_proj.weight", "mlp.up_proj.weight",
            "post_attention_layernorm.weight", "self_attn.k_proj.weight", "self_attn.o_proj.weight", "self_attn.q_proj.weight",
            "self_attn.v_proj.weight",
        ];

        var names = reference.Model.BaseWeights.Select(named => named.Name).Where(name => name.StartsWith(layer, StringComparison.Ordinal));

        Assert.Equal(common.Concat(added).Select(name => layer + name).Order(StringComparer.Ordinal), names);
    }

    private static RotaryPositions Positions(ReferenceCase reference, long length) =>
        RotaryPositions.Of(DecoderConfigReader.Read(new ConfigFields(reference.Loaded.Config), DecoderFamily.Llama), (int)length, CPU);
}
