using System.Text.Json.Nodes;
using FedK8s.Worker.Network;
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
            Windows = [null, null],
        };

        Assert.Equivalent(expected, Read(), strict: true);
    }

    // The numbers are those of the classes LlamaConfig, MistralConfig, Qwen2Config and Qwen3Config.
    [Theory]
    [InlineData("llama", 64, 2048, 6, null)]
    [InlineData("mistral", 8, 131_072, 6, 4096)]
    [InlineData("qwen2", 32, 32_768, 6, null)]
    [InlineData("qwen3", 32, 32_768, 128, null)]
    public void A_member_of_the_family_has_defaults_of_its_own(
        string modelType, int keyHeadCount, int maximumLength, int headWidth, int? window)
    {
        var config = ReadAs(modelType, ("num_attention_heads", "64"), ("hidden_size", "384"));

        Assert.Equal(
            (keyHeadCount, maximumLength, headWidth, window, 1e-6, 10_000.0, false),
            (config.KeyHeadCount, config.MaximumLength, config.HeadWidth, config.Windows[0], config.NormEpsilon, config.RotaryBase,
                config.HasTiedEmbeddings));
    }

    [Fact]
    public void Key_heads_that_are_null_are_as_many_as_query_heads() =>
        Assert.Equal(4, ReadAs("mistral", ("num_key_value_heads", "null")).KeyHeadCount);

    [Fact]
    public void A_window_that_is_null_bounds_no_layer() =>
        Assert.Equal([null, null], ReadAs("mistral", ("num_key_value_heads", "4"), ("sliding_window", "null")).Windows);

    [Theory]
    [InlineData("false", "0", null, null, null)]
    [InlineData("true", "0", null, 7, 7)]
    [InlineData("true", "1", null, null, 7)]
    [InlineData("true", "9", null, null, null)]
    [InlineData("true", "9", """["sliding_attention", "full_attention"]""", 7, null)]
    public void A_window_may_bound_some_layers_only(string isUsed, string fullLayers, string? types, int? first, int? second)
    {
        var config = ReadAs("qwen2", ("num_key_value_heads", "4"), ("sliding_window", "7"), ("use_sliding_window", isUsed),
            ("max_window_layers", fullLayers), ("layer_types", types ?? "null"));

        Assert.Equal([first, second], config.Windows);
    }

    [Theory]
    [InlineData("""{"type": "linear", "factor": 2}""")]
    [InlineData("""{"rope_type": "linear", "factor": 2.0}""")]
    public void Scaling_has_an_older_and_a_newer_name(string scaling) =>
        Assert.Equal(new RotaryScaling.Linear(2), Read(("rope_scaling", scaling)).RotaryScaling);

    [Theory]
    [InlineData("""{"rope_type": "default"}""")]
    [InlineData("""{"rope_type": "dynamic", "factor": 4.0}""")]
    public void Scaling_of_longer_texts_only_is_none(string scaling) => Assert.Null(Read(("rope_scaling", scaling)).RotaryScaling);

    [Fact]
    public void Yarn_takes_its_factor_from_the_lengths_where_it_is_missing()
    {
        var config = Read(("rope_scaling", """{"rope_type": "yarn", "original_max_position_embeddings": 512}"""));

        var attentionFactor = (0.1 * Math.Log(4)) + 1; // arXiv:2309.00071, eq. 22, for 2048 / 512
        Assert.Equal(new RotaryScaling.Yarn(4, attentionFactor, 32, 1, 512, true), config.RotaryScaling);
    }

    [Theory]
    [InlineData("attention_bias", "1")]
    [InlineData("rope_scaling", "2")]
    [InlineData("rope_scaling.rope_type", "\"longrope\"", """{"rope_type": "longrope"}""")]
    [InlineData("rope_scaling.type", "\"su\"", """{"type": "su"}""")]
    [InlineData("rope_scaling.factor", "0.5", """{"rope_type": "linear", "factor": 0.5}""")]
    [InlineData("rope_scaling.factor", "missing", """{"rope_type": "linear"}""")]
    [InlineData("rope_scaling.low_freq_factor", "missing", """{"rope_type": "llama3", "factor": 8.0}""")]
    [InlineData("rope_scaling.original_max_position_embeddings", "missing", """{"rope_type": "llama3", "factor": 8.0}""")]
    [InlineData("rope_scaling.partial_rotary_factor", "0.5", """{"rope_type": "default", "partial_rotary_factor": 0.5}""")]
    [InlineData("rope_scaling.beta_fast", "-1", """{"rope_type": "yarn", "factor": 2.0, "beta_fast": -1}""")]
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
    public void An_option_that_is_not_implemented_is_refused_by_name(string field, string value, string? within = null)
    {
        var problems = Problems("llama", (field.Split('.')[0], within ?? value));

        Assert.Contains(problems, problem => problem.StartsWith($"{field} is {(within is null ? "" : value)}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mistral", "attention_bias", "true")]
    [InlineData("qwen2", "mlp_bias", "true")]
    [InlineData("qwen2", "layer_types", """["full_attention"]""")]
    [InlineData("mistral", "sliding_window", "0")]
    public void An_option_of_another_member_of_the_family_is_refused_by_name(string modelType, string field, string value)
    {
        var problems = Problems(modelType, ("num_key_value_heads", "4"), ("use_sliding_window", "true"), (field, value));

        Assert.StartsWith($"{field} is ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_named() =>
        Assert.Equal(
            ["hidden_act is \"relu\", wanted \"silu\"", "attention_dropout is 0.1, wanted 0"],
            Problems("llama", ("attention_dropout", "0.1"), ("hidden_act", "\"relu\"")));

    [Fact]
    public void The_rotary_base_may_stand_in_rope_parameters() =>
        Assert.Equal(500_000, Read(("rope_parameters", """{"rope_type": "default", "rope_theta": 500000}""")).RotaryBase);

    [Fact]
    public void A_head_width_need_not_divide_the_hidden_size() => Assert.Equal(10, Read(("head_dim", "10")).HeadWidth);

    private static DecoderConfig Read(params (string Field, string Value)[] changes) => ReadAs("llama", changes);

    private static DecoderConfig ReadAs(string modelType, params (string Field, string Value)[] changes)
    {
        var fields = Fields(changes);
        var config = DecoderConfigReader.Read(fields, Family(modelType));
        Assert.Empty(fields.Problems);
        return config;
    }

    private static IReadOnlyList<string> Problems(string modelType, params (string Field, string Value)[] changes)
    {
        var fields = Fields(changes);
        DecoderConfigReader.Read(fields, Family(modelType));
        return fields.Problems;
    }

    private static ConfigFields Fields((string Field, string Value)[] changes)
    {
        var config = JsonNode.Parse(Smallest)!.AsObject();
        foreach (var (field, value) in changes)
        {
            config[field] = JsonNode.Parse(value);
        }

        return new ConfigFields(config);
    }

    private static DecoderFamily Family(string modelType) => modelType switch
    {
        "mistral" => DecoderFamily.Mistral,
        "qwen2" => DecoderFamily.Qwen2,
        "qwen3" => DecoderFamily.Qwen3,
        _ => DecoderFamily.Llama,
    };
}
