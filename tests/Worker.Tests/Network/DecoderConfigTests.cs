using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network.Decoder;

namespace FedK8s.Worker.Tests.Network;

public sealed class DecoderConfigTests
{
    private const string Smallest =
        """{"vocab_size": 32, "hidden_size": 24, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}""";

    [Fact]
    public void What_is_missing_has_hugging_faces_default()
    {
        var expected = new DecoderConfig
        {
            VocabularySize = 32,
            HiddenSize = 24,
            FeedForwardSize = 48,
            LayerCount = 2,
            QueryHeadCount = 4,
            KeyHeadCount = 4,
            HeadWidth = 6,
            NormEpsilon = 1e-6,
            RotaryBase = 10_000,
            MaximumLength = 2048,
            HasTiedEmbeddings = false,
            InitializerRange = 0.02,
        };

        Assert.Equal(expected, Read());
    }

    [Theory]
    [InlineData("attention_bias", "true")]
    [InlineData("mlp_bias", "true")]
    [InlineData("rope_scaling", """{"rope_type": "llama3", "factor": 8.0}""")]
    [InlineData("rope_parameters", """{"rope_type": "yarn", "rope_theta": 10000.0}""")]
    [InlineData("hidden_act", "\"gelu\"")]
    [InlineData("model_type", "\"mistral\"")]
    [InlineData("attention_dropout", "0.1")]
    [InlineData("partial_rotary_factor", "0.5")]
    [InlineData("sliding_window", "4096")]
    [InlineData("quantization_config", """{"bits": 4}""")]
    [InlineData("num_key_value_heads", "3")]
    [InlineData("head_dim", "7")]
    [InlineData("max_position_embeddings", "1")]
    [InlineData("rms_norm_eps", "0")]
    [InlineData("vocab_size", "0")]
    [InlineData("hidden_size", "\"24\"")]
    [InlineData("num_hidden_layers", "2.5")]
    [InlineData("tie_word_embeddings", "1")]
    [InlineData("vocab_size", "2147483647")]
    [InlineData("head_dim", "99999999999")]
    public void An_option_that_is_not_implemented_is_refused_by_name(string field, string value)
    {
        var exception = Assert.Throws<RunFailedException>(() => Read((field, value)));

        Assert.Equal(ExitCodes.UnsupportedModel, exception.Code);
        Assert.Contains($"{field} is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_in_one_message()
    {
        var exception = Assert.Throws<RunFailedException>(() => Read(("attention_bias", "true"), ("hidden_act", "\"relu\"")));

        Assert.Equal(
            "config.json: hidden_act is \"relu\", wanted \"silu\"; attention_bias is true, wanted false; " +
            "correct the file or choose another base model.",
            exception.Message);
    }

    [Fact]
    public void The_rotary_base_may_stand_in_rope_parameters() =>
        Assert.Equal(500_000, Read(("rope_parameters", """{"rope_type": "default", "rope_theta": 500000}""")).RotaryBase);

    [Fact]
    public void A_head_width_need_not_divide_the_hidden_size() => Assert.Equal(10, Read(("head_dim", "10")).HeadWidth);

    private static DecoderConfig Read(params (string Field, string Value)[] fields)
    {
        var config = JsonNode.Parse(Smallest)!.AsObject();
        foreach (var (field, value) in fields)
        {
            config[field] = JsonNode.Parse(value);
        }

        return DecoderConfigReader.Read(config, "config.json");
    }
}
