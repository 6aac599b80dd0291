using System.Text.Json.Nodes;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Gpt2;

namespace FedK8s.Worker.Tests.Network;

public sealed class Gpt2ConfigTests
{
    [Fact]
    public void What_is_missing_has_hugging_faces_default()
    {
        var fields = Fields();

        var config = Gpt2ConfigReader.Read(fields);

        Assert.Empty(fields.Problems);
        Assert.Equal(
            new Gpt2Config
            {
                VocabularySize = 32,
                HiddenSize = 24,
                FeedForwardSize = 96,
                LayerCount = 2,
                HeadCount = 4,
                MaximumLength = 1024,
                NormEpsilon = 1e-5,
                Activation = Gpt2Activation.TanhGelu,
                HasTiedEmbeddings = true,
                InitializerRange = 0.02,
            },
            config);
    }

    [Theory]
    [InlineData("scale_attn_by_inverse_layer_idx", "true")]
    [InlineData("reorder_and_upcast_attn", "true")]
    [InlineData("scale_attn_weights", "false")]
    [InlineData("add_cross_attention", "true")]
    [InlineData("activation_function", "\"mish\"")]
    [InlineData("model_type", "\"gpt_neo\"")]
    [InlineData("n_head", "5")]
    [InlineData("n_layer", "0")]
    [InlineData("n_embd", "null")]
    [InlineData("n_inner", "-1")]
    [InlineData("n_positions", "1")]
    [InlineData("layer_norm_epsilon", "0")]
    [InlineData("quantization_config", "{}")]
    public void An_option_that_is_not_implemented_is_refused_by_name(string field, string value)
    {
        var fields = Fields((field, value));

        Gpt2ConfigReader.Read(fields);

        Assert.Contains(fields.Problems, problem => problem.StartsWith($"{field} is ", StringComparison.Ordinal));
    }

    private static ConfigFields Fields(params (string Field, string Value)[] changes)
    {
        var config = JsonNode.Parse("""{"vocab_size": 32, "n_embd": 24, "n_layer": 2, "n_head": 4}""")!.AsObject();
        foreach (var (field, value) in changes)
        {
            config[field] = JsonNode.Parse(value);
        }

        return new ConfigFields(config);
    }
}
