using FedK8s.Contracts.Identity;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Tests.Blocks;

public sealed class BlockLayoutTests
{
    [Theory]
    [InlineData("model.embed_tokens.weight", "embed")]
    [InlineData("model.layers.0.self_attn.q_proj.weight", "layer-0")]
    [InlineData("model.layers.17.mlp.down_proj.weight", "layer-17")]
    [InlineData("model.layers.3.input_layernorm.weight", "layer-3")]
    [InlineData("model.norm.weight", "head")]
    [InlineData("lm_head.weight", "head")]
    [InlineData("base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight", "layer-2")]
    [InlineData("base_model.model.lm_head.lora_B.weight", "head")]
    [InlineData("base_model.model.model.embed_tokens.lora_embedding_A", "embed")]
    [InlineData("transformer.wte.weight", "embed")]
    [InlineData("transformer.h.11.attn.c_attn.weight", "layer-11")]
    [InlineData("transformer.ln_f.bias", "head")]
    [InlineData("bert.embeddings.LayerNorm.weight", "embed")]
    [InlineData("bert.encoder.layer.5.output.dense.weight", "layer-5")]
    [InlineData("bert.pooler.dense.weight", "head")]
    [InlineData("cls.predictions.bias", "head")]
    [InlineData("vilt.embeddings.patch_embeddings.projection.weight", "embed")]
    [InlineData("vilt.layernorm.weight", "head")]
    [InlineData("classifier.3.weight", "head")]
    [InlineData("model.layers.4.experts.layers.9.weight", "layer-4")]
    public void A_name_tells_its_block(string name, string block) =>
        Assert.Equal(new BlockId(block), BlockNames.Find(name));

    [Theory]
    [InlineData("")]
    [InlineData("weight")]
    [InlineData("model.layers")]
    [InlineData("model.layers.x.weight")]
    [InlineData("model.layers.-1.weight")]
    [InlineData("model.layers.99999999999.weight")]
    public void A_name_that_follows_no_rule_has_no_block(string name) => Assert.Null(BlockNames.Find(name));

    [Fact]
    public void Blocks_are_in_the_order_of_the_data()
    {
        var layout = BlockLayout.Of(
            ["lm_head.weight", "model.layers.10.a", "model.layers.9.a", "model.norm.weight", "model.embed_tokens.w"]);

        Assert.Equal(["embed", "layer-9", "layer-10", "head"], layout.Blocks.Select(block => block.Id.Value));
    }

    [Fact]
    public void Every_tensor_is_in_exactly_one_block()
    {
        string[] names = ["model.layers.0.b", "model.layers.0.a", "model.layers.1.a", "model.norm.weight"];

        Assert.Equal(names.Order(), BlockLayout.Of(names).Blocks.SelectMany(block => block.TensorNames).Order());
    }

    [Fact]
    public void The_order_of_names_does_not_matter()
    {
        string[] names = ["model.layers.0.b", "model.layers.0.a", "model.layers.1.a", "model.norm.weight"];

        Assert.Equal(
            BlockLayout.Of(names).Blocks.Select(block => string.Join(' ', block.TensorNames)),
            BlockLayout.Of(names.Reverse()).Blocks.Select(block => string.Join(' ', block.TensorNames)));
    }

    [Fact]
    public void A_tensor_outside_the_layout_has_no_block() =>
        Assert.Null(BlockLayout.Of(["model.norm.weight"]).Find("lm_head.weight"));

    [Fact]
    public void An_unknown_name_is_an_unsupported_model() =>
        Assert.Same(
            ExitCodes.UnsupportedModel, Assert.Throws<RunFailedException>(() => BlockLayout.Of(["mystery"])).Code);
}
