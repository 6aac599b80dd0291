using System.Text;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Methods.Lora;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>adapter_config.json: what is read, what is refused.</summary>
public sealed class PeftConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("use_dora", "true", "use_dora true, which this version does not carry out")]
    [InlineData("rank_pattern", """{"q_proj": 4}""", "rank_pattern {\"q_proj\":4}, which")]
    [InlineData("alpha_pattern", """{"q_proj": 4}""", "alpha_pattern {\"q_proj\":4}, which")]
    [InlineData("layers_to_transform", "[0]", "layers_to_transform [0], which")]
    [InlineData("layer_replication", "[[0, 1]]", "layer_replication [[0,1]], which")]
    [InlineData("lora_bias", "true", "lora_bias true, which")]
    [InlineData("trainable_token_indices", "[1]", "trainable_token_indices [1], which")]
    [InlineData("a_field_of_the_future", "3", "a_field_of_the_future 3, which")]
    [InlineData("bias", "\"all\"", "bias all, wanted none")]
    [InlineData("peft_type", "\"LOHA\"", "peft_type LOHA, wanted LORA")]
    [InlineData("peft_type", "null", "no peft_type, wanted LORA")]
    [InlineData("init_lora_weights", "\"pissa\"", "init_lora_weights pissa, wanted true or false or gaussian or eva or orthogonal")]
    [InlineData("r", "0", "r 0, wanted a whole number from 1")]
    [InlineData("lora_alpha", "-1", "lora_alpha -1, wanted a number above 0")]
    [InlineData("use_rslora", "1", "use_rslora 1, wanted true or false")]
    [InlineData("target_modules", "null", "no target_modules, wanted a list of names, a regular expression or all-linear")]
    [InlineData("target_modules", "\"(\"", "target_modules (, wanted a list")]
    [InlineData("exclude_modules", "3", "exclude_modules 3, wanted a list of names or a regular expression")]
    public void What_would_change_the_function_is_refused_by_name(string field, string value, string words)
    {
        var exception = Assert.Throws<RunFailedException>(() => Read(config => config[field] = JsonNode.Parse(value)));

        Assert.Equal(ExitCodes.UnsupportedModel, exception.Code);
        Assert.Contains($"found {words}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_it_is_named_at_once()
    {
        var exception = Assert.Throws<RunFailedException>(() => Read(config =>
        {
            config["use_dora"] = true;
            config["bias"] = "lora_only";
        }));

        Assert.Contains("bias lora_only, wanted none; found use_dora true", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lora_dropout", "0.3")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("use_dora", "false")]
    [InlineData("layers_to_transform", "null")]
    [InlineData("megatron_config", "null")]
    [InlineData("a_field_of_the_future", "[]")]
    [InlineData("peft_version", "\"0.17.0\"")]
    public void What_does_not_change_it_is_passed_over(string field, string value) =>
        Assert.Equal(2, Read(config => config[field] = JsonNode.Parse(value)).Rank);

    [Fact]
    public void What_is_left_out_has_peft_s_defaults()
    {
        var settings = Read(config =>
        {
            config.Remove("r");
            config.Remove("lora_alpha");
        });

        Assert.Equal((8, 8.0, false), (settings.Rank, settings.Alpha, settings.IsRankStabilized));
    }

    [Fact]
    public void The_rank_stabilized_scale_is_alpha_over_the_root_of_the_rank() =>
        Assert.Equal(3.0, new LoraSettings { Rank = 4, Alpha = 6, IsRankStabilized = true, Targets = ModuleNames.Of([]) }.Scale);

    [Theory]
    [InlineData("""["q_proj", "mlp.up_proj"]""", "model.layers.0.mlp.up_proj", true)]
    [InlineData("""["proj"]""", "model.layers.0.mlp.up_proj", false)]
    [InlineData("""["model.layers.0.mlp.up_proj"]""", "model.layers.0.mlp.up_proj", true)]
    [InlineData("\".*up_proj\"", "model.layers.0.mlp.up_proj", true)]
    [InlineData("\"up_proj\"", "model.layers.0.mlp.up_proj", false)]
    [InlineData("\"model|.*up\"", "model.layers.0.mlp.up_proj", false)]
    [InlineData("\"all-linear\"", "model.layers.0.mlp.up_proj", true)]
    [InlineData("\"all-linear\"", "lm_head", false)]
    public void Names_mean_whole_segments_and_expressions_the_whole_name(string targets, string module, bool isMeant) =>
        Assert.Equal(isMeant, Read(config => config["target_modules"] = JsonNode.Parse(targets)).IsTarget(module));

    [Fact]
    public void Whatever_the_file_holds_it_is_read_or_refused()
    {
        var original = File.ReadAllBytes(Path.Combine(PeftCase.Of("list").Folder, "adapter_config.json"));
        File.Copy(Path.Combine(PeftCase.Of("list").Folder, "adapter_model.safetensors"), _folder["adapter_model.safetensors"]);
        var random = new Core.Determinism.SeededRandom(11);
        for (var mutant = 0; mutant < 2_000; mutant++)
        {
            File.WriteAllBytes(_folder["adapter_config.json"], Mutate(original, random));

            var exception = Record.Exception(() => LoraImport.Open(_folder.Path));

            Assert.True(exception is null or RunFailedException, exception?.ToString());
        }
    }

    private static byte[] Mutate(byte[] original, Core.Determinism.SeededRandom random)
    {
        string[] pieces = ["null", "true", "-1", "1e999", "99999999999", "[]", "{}", "\"\\ud800\"", "\"(a+)+$\"", "\u0000", ",", "\"r\": 2147483647,"];
        byte[] mutant = [.. original];
        for (var change = 0; change <= random.NextDouble() * 3; change++)
        {
            var at = (int)(random.NextDouble() * mutant.Length);
            var length = (int)(random.NextDouble() * 6);
            var piece = Encoding.UTF8.GetBytes(pieces[(int)(random.NextDouble() * pieces.Length)]);
            mutant = [.. mutant[..at], .. piece, .. mutant[Math.Min(mutant.Length, at + length)..]];
        }

        return mutant;
    }

    private LoraSettings Read(Action<JsonObject> change)
    {
        var config = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(PeftCase.Of("list").Folder, "adapter_config.json")))!;
        change(config);
        File.WriteAllText(_folder["adapter_config.json"], config.ToJsonString());
        return LoraConfigReader.Read(_folder.Path);
    }
}
