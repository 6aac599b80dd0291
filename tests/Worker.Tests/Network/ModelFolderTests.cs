using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases => ReferenceCase.Names;

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Cases))]
    public void What_is_written_reads_back_with_the_same_weights_to_the_bit(string name)
    {
        using var reference = new ReferenceCase(name);
        ModelFolder.Write(reference.Loaded, _folder["copy"]);

        using var copy = ModelFolder.Load(_folder["copy"], CPU, ScalarType.Float32);

        Assert.Equal(Bytes(reference.Loaded), Bytes(copy));
    }

    [Fact]
    public void Config_json_keeps_fields_that_only_other_programs_use()
    {
        Copy("gqa_tied");
        EditConfig(config => config["bos_token_id"] = 7);
        using var loaded = LoadBase();

        ModelFolder.Write(loaded, _folder["copy"]);

        Assert.Equal(7, JsonNode.Parse(File.ReadAllText(_folder["copy", "config.json"]))!["bos_token_id"]!.GetValue<int>());
    }

    [Fact]
    public void Tokenizer_files_travel_with_the_model()
    {
        Copy("gqa_tied");
        File.WriteAllText(_folder["base", "tokenizer.json"], "{}");
        using var loaded = LoadBase();

        ModelFolder.Write(loaded, _folder["copy"]);

        Assert.Equal("{}", File.ReadAllText(_folder["copy", "tokenizer.json"]));
    }

    [Theory]
    [InlineData("bfloat16", TensorType.BF16)]
    [InlineData("float16", TensorType.F16)]
    public void Weights_are_written_in_the_type_that_config_json_names(string name, TensorType type)
    {
        Copy("gqa_tied");
        EditConfig(config => config["torch_dtype"] = name);
        using var loaded = LoadBase();

        ModelFolder.Write(loaded, _folder["copy"]);

        using var written = TensorSource.OpenFolder(_folder["copy"]);
        Assert.All(written.Entries, entry => Assert.Equal(type, entry.Type));
    }

    [Theory]
    [InlineData(TensorType.BF16, 1.0 / 256)]
    [InlineData(TensorType.F16, 1.0 / 2048)]
    public void Weights_of_16_bits_are_read_to_within_their_rounding(TensorType type, double rounding)
    {
        using var reference = new ReferenceCase("mha_untied");
        ModelFolder.Write(reference.Loaded, _folder["half"], type);

        using var half = ModelFolder.Load(_folder["half"], CPU, ScalarType.Float32);

        foreach (var (expected, actual) in reference.Model.BaseWeights.Zip(half.Model.BaseWeights))
        {
            ReferenceCase.AssertClose(expected.Weight, actual.Weight, expected.Name, rounding);
        }
    }

    [Fact]
    public void Shards_read_like_one_file()
    {
        using var reference = new ReferenceCase("gqa_tied");
        Copy("gqa_tied");
        Shard();

        using var sharded = LoadBase();

        Assert.Equal(Bytes(reference.Loaded), Bytes(sharded));
    }

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    public void What_is_written_as_shards_reads_like_one_file(TensorType type)
    {
        using var reference = new ReferenceCase("mha_untied");
        ModelFolder.Write(reference.Loaded, _folder["one"], type);
        ModelFolder.Write(reference.Loaded, _folder["many"], type, shardByteCount: 1000);

        using var one = ModelFolder.Load(_folder["one"], CPU, ScalarType.Float32);
        using var many = ModelFolder.Load(_folder["many"], CPU, ScalarType.Float32);

        Assert.Equal(Bytes(one), Bytes(many));
    }

    [Fact]
    public void Shards_and_their_index_have_the_names_and_fields_of_hugging_face()
    {
        using var reference = new ReferenceCase("mha_untied");
        ModelFolder.Write(reference.Loaded, _folder["many"], shardByteCount: 4000);

        var index = JsonNode.Parse(File.ReadAllText(_folder["many", "model.safetensors.index.json"]))!;

        Assert.Equal(
            ["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"],
            Directory.GetFiles(_folder["many"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(4 * 1304, index["metadata"]!["total_size"]!.GetValue<int>()); // 2 * 11 * 8 + 8 + 2 * (4 * 64 + 3 * 96 + 16)
        Assert.Equal("model-00001-of-00002.safetensors", index["weight_map"]!["lm_head.weight"]!.GetValue<string>());
        Assert.Equal(21, index["weight_map"]!.AsObject().Count);
    }

    [Fact]
    public void Files_of_other_weights_do_not_stay_beside_those_that_are_written()
    {
        using var reference = new ReferenceCase("mha_untied");
        ModelFolder.Write(reference.Loaded, _folder["copy"]);
        ModelFolder.Write(reference.Loaded, _folder["copy"], shardByteCount: 1000);
        ModelFolder.Write(reference.Loaded, _folder["copy"], shardByteCount: 4000);

        Assert.Equal(
            ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
            Directory.GetFiles(_folder["copy"], "*.safetensors").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Missing_and_unexpected_tensors_and_wrong_shapes_are_named_in_one_line()
    {
        Copy("mha_untied");
        EditConfig(config => (config["tie_word_embeddings"], config["vocab_size"], config["num_hidden_layers"]) = (true, 12, 3));
        WriteExtraTensor("model.extra.weight");

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Equal(ExitCodes.CheckpointMismatch, exception.Code);
        Assert.Contains("missing: model.layers.2.input_layernorm.weight, ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(", model.layers.2.self_attn.v_proj.weight; unexpected: model.extra.weight; ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("model.embed_tokens.weight is [11, 8], wanted [12, 8]", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void What_is_wrong_with_configuration_and_tensors_is_named_in_one_line()
    {
        Copy("mha_untied");
        EditConfig(config => (config["hidden_act"], config["vocab_size"]) = ("relu", 12));
        WriteExtraTensor("model.extra.weight");

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Equal(
            $"{_folder["base", "config.json"]}: hidden_act is \"relu\", wanted \"silu\"; " +
            $"{_folder["base", "model.safetensors"]}: unexpected: model.extra.weight; " +
            $"{_folder["base", "model.safetensors"]}: wrong shape: lm_head.weight is [11, 8], " +
            "wanted [12, 8], model.embed_tokens.weight is [11, 8], wanted [12, 8]; correct the file or choose another base model.",
            exception.Message);
    }

    [Fact]
    public void Sizes_that_are_unknown_do_not_make_every_tensor_a_problem()
    {
        Copy("mha_untied");
        EditConfig(config => config["hidden_size"] = "eight");

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.DoesNotContain("model.safetensors", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_tensors_the_first_twenty_are_named()
    {
        Copy("mha_untied");
        EditConfig(config => config["num_hidden_layers"] = 5);

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Contains("model.layers.4.input_layernorm.weight, model.layers.4.mlp.down_proj.weight and 7 more;", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tied_model_may_repeat_its_output_matrix()
    {
        Copy("mha_untied");
        EditConfig(config => config["tie_word_embeddings"] = true);

        using var loaded = LoadBase();

        Assert.DoesNotContain(loaded.Model.BaseWeights, named => named.Name == "lm_head.weight");
    }

    [Fact]
    public void A_truncated_file_of_weights_is_the_tensor_files_error()
    {
        Copy("gqa_tied");
        var path = _folder["base", "model.safetensors"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);

        var exception = Assert.Throws<InvalidTensorFileException>(() => LoadBase());

        Assert.Equal(path, exception.File);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public void A_missing_file_is_named(string name)
    {
        Copy("gqa_tied");
        File.Delete(_folder["base", name]);

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Equal(ExitCodes.FileNotFound, exception.Code);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["T5ForConditionalGeneration"]""")]
    [InlineData("""["LlamaForCausalLM", "T5ForConditionalGeneration"]""")]
    [InlineData("null")]
    [InlineData("3")]
    public void Another_architecture_is_refused_by_name(string architectures)
    {
        Copy("gqa_tied");
        EditConfig(config => config["architectures"] = JsonNode.Parse(architectures));

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Equal(ExitCodes.UnsupportedModel, exception.Code);
        Assert.Contains("wanted one of LlamaForCausalLM", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"vocab_size": 3, "vocab_size": 4}""")]
    public void A_configuration_that_is_not_an_object_is_an_unsupported_model(string content)
    {
        Copy("gqa_tied");
        File.WriteAllText(_folder["base", "config.json"], content);

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Equal(ExitCodes.UnsupportedModel, exception.Code);
    }

    [Fact]
    public void A_model_that_no_memory_holds_is_refused()
    {
        Copy("gqa_tied");
        EditConfig(config => (config["hidden_size"], config["intermediate_size"]) = (1 << 23, 1 << 23));

        var exception = Assert.Throws<RunFailedException>(() => LoadBase());

        Assert.Contains("do not fit into the memory of cpu", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_model_is_the_same_for_the_same_seed_only()
    {
        var text = File.ReadAllText(Path.Combine(ReferenceCase.FolderOf("gqa_tied"), "config.json"));
        var config = JsonNode.Parse(text)!.AsObject();
        using var first = ModelFolder.Create(config, CPU, ScalarType.Float32, seed: 1);
        using var second = ModelFolder.Create(config, CPU, ScalarType.Float32, seed: 1);
        using var other = ModelFolder.Create(config, CPU, ScalarType.Float32, seed: 2);

        Assert.Equal(Bytes(first), Bytes(second));
        Assert.NotEqual(Bytes(first), Bytes(other));
    }

    private LoadedModel LoadBase() => ModelFolder.Load(_folder["base"], CPU, ScalarType.Float32);

    private static byte[] Bytes(LoadedModel loaded)
    {
        using var stream = new MemoryStream();
        TensorState.Write(stream, loaded.Model.BaseWeights);
        return stream.ToArray();
    }

    private void Copy(string name)
    {
        Directory.CreateDirectory(_folder["base"]);
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(ReferenceCase.FolderOf(name), file), _folder["base", file]);
        }
    }

    private void EditConfig(Action<JsonObject> edit)
    {
        var config = JsonNode.Parse(File.ReadAllText(_folder["base", "config.json"]))!.AsObject();
        edit(config);
        File.WriteAllText(_folder["base", "config.json"], config.ToJsonString());
    }

    private void WriteExtraTensor(string name)
    {
        var path = _folder["base", "model.safetensors"];
        using var source = SafetensorsFile.Open(path);
        SafetensorsWriter.WriteFile(path, [.. source.Entries.Select(entry => entry.Declaration), new(name, TensorType.F32, [1])], null,
            (writer, entry) => writer.Write(entry, source.Find(entry.Name) is { } own ? source.Bytes(own) : new byte[4]));
    }

    private void Shard()
    {
        using var source = SafetensorsFile.Open(_folder["base", "model.safetensors"]);
        var map = new JsonObject();
        foreach (var (number, entries) in source.Entries.Chunk(7).Index())
        {
            var name = $"model-{number}.safetensors";
            SafetensorsWriter.WriteFile(_folder["base", name], entries.Select(entry => entry.Declaration), null,
                (writer, entry) => writer.Write(entry, source.Bytes(source.Find(entry.Name)!)));
            foreach (var entry in entries)
            {
                map[entry.Name] = name;
            }
        }

        File.Delete(_folder["base", "model.safetensors"]);
        File.WriteAllText(_folder["base", "model.safetensors.index.json"], new JsonObject { ["weight_map"] = map }.ToJsonString());
    }
}
