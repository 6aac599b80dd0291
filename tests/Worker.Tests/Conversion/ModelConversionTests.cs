using System.Buffers.Binary;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Conversion;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Conversion;

public sealed class ModelConversionTests : IDisposable
{
    // dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab_size, seq_len
    private static readonly int[] Header = [8, 6, 2, 2, 1, 5, 4];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Heads are 4 wide: the two turns of a head stand in rows 0, 1 and 2, 3 there, in rows 0, 2 and 1, 3 here.
    [Fact]
    public void Rows_that_turn_together_move_half_a_head_apart()
    {
        WriteLlama2c(Header);

        Convert();

        using var converted = SafetensorsFile.Open(_folder["out", "model.safetensors"]);
        var rows = Floats(converted, "model.layers.1.self_attn.q_proj.weight").Chunk(8).Select(row => row[0]).ToArray();
        var first = rows[0];
        Assert.Equal([0, 16, 8, 24, 32, 48, 40, 56], rows.Select(row => row - first));
    }

    // The embedding has 5 * 8 values, the norms before attention 2 * 8, queries 2 * 8 * 8, keys 2 * 4 * 8.
    [Theory]
    [InlineData("model.embed_tokens.weight", 0)]
    [InlineData("model.layers.1.input_layernorm.weight", 40 + 8)]
    [InlineData("model.layers.0.self_attn.v_proj.weight", 40 + 16 + 128 + 64)]
    [InlineData("model.layers.1.mlp.down_proj.weight", 40 + 16 + 128 + 64 + 64 + 128 + 16 + 96 + 48)]
    [InlineData("model.norm.weight", 40 + 16 + 128 + 64 + 64 + 128 + 16 + 96 + 96 + 96)]
    public void A_tensor_is_found_at_its_place_in_the_file(string name, int place)
    {
        WriteLlama2c(Header);

        Convert();

        using var converted = SafetensorsFile.Open(_folder["out", "model.safetensors"]);
        Assert.Equal(place, Floats(converted, name)[0]);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(-5, false)]
    public void A_negative_vocabulary_size_means_an_output_matrix(int vocabularySize, bool isTied)
    {
        WriteLlama2c([8, 6, 2, 2, 1, vocabularySize, 4]);

        Convert();

        using var loaded = ModelFolder.Load(_folder["out"], CPU, ScalarType.Float32);
        Assert.Equal(isTied, loaded.Model.BaseWeights.All(named => named.Name != "lm_head.weight"));
    }

    [Theory]
    [InlineData(4, "found 4 bytes, wanted a header of 28")]
    [InlineData(100, "found 100 bytes, wanted the ")]
    [InlineData(-4, "bytes, wanted the ")]
    public void A_file_that_is_cut_short_or_too_long_is_refused(int length, string words)
    {
        WriteLlama2c(Header);
        var bytes = File.ReadAllBytes(_folder["model.bin"]);
        File.WriteAllBytes(_folder["model.bin"], length > 0 ? bytes[..length] : [.. bytes, 0, 0, 0, 0]);

        AssertRefused(ExitCodes.InvalidTensorFile, words);
    }

    [Theory]
    [InlineData(0x616b3432, 1, "found version 1 of the format")]
    [InlineData(0, 6, "found a header of 0, 6")]
    [InlineData(7, 6, "the fourth a divisor of the first")]
    [InlineData(int.MaxValue, 6, "wanted numbers from 1 to")]
    public void A_header_that_is_none_is_refused(int first, int second, string words)
    {
        WriteLlama2c(Header);
        var bytes = File.ReadAllBytes(_folder["model.bin"]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, first);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), second);
        File.WriteAllBytes(_folder["model.bin"], bytes);

        AssertRefused(ExitCodes.InvalidTensorFile, words);
    }

    [Fact]
    public void A_model_that_nothing_here_runs_is_refused()
    {
        WriteLlama2c([6, 6, 2, 2, 1, 5, 4]); // heads 3 wide cannot be turned in pairs

        AssertRefused(ExitCodes.UnsupportedModel, "head_dim is missing, wanted an even number");
    }

    [Fact]
    public void A_vocabulary_that_is_none_leaves_nothing_behind()
    {
        WriteLlama2c(Header);
        File.WriteAllBytes(_folder["tok.bin"], [1, 2, 3]);

        var exception = Assert.Throws<RunFailedException>(() => ModelConversion.Convert(
            CheckpointFormat.Llama2c, _folder["model.bin"], _folder["tok.bin"], _folder["out"]));

        Assert.Equal(ExitCodes.UnsupportedModel, exception.Code);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void A_missing_file_is_named() => AssertRefused(ExitCodes.FileNotFound, $"{_folder["model.bin"]}: not found");

    [Fact]
    public void A_folder_that_is_not_empty_is_not_touched()
    {
        WriteLlama2c(Header);
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out", "mine.txt"], "");

        var exception = Assert.Throws<RunFailedException>(Convert);

        Assert.Equal(ExitCodes.OutputNotWritable, exception.Code);
        Assert.Equal(["mine.txt"], Directory.GetFiles(_folder["out"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("[]", "found something else")]
    [InlineData("{", "found no JSON at line 1")]
    [InlineData("{}", "found no config")]
    [InlineData("""{"config": {}, "x": {"shape": [2], "dtype": "torch.float32", "data": "AAAA"}}""", "found x with 3 bytes, wanted 8")]
    [InlineData("""{"config": {}, "x": {"shape": [2], "dtype": "torch.float32", "data": "??"}}""", "x with data that is no base64")]
    [InlineData("""{"config": {}, "x": {"shape": [-1], "dtype": "torch.float32", "data": "AAAAAA=="}}""", "found x with 4 bytes")]
    [InlineData("""{"config": {}, "x": {"shape": [1], "dtype": "torch.float16", "data": "AAA="}}""", "x without shape, data or dtype")]
    public void A_file_that_is_no_minGPT_is_refused(string content, string words)
    {
        File.WriteAllText(_folder["model.bin"], content);

        AssertRefused(ExitCodes.InvalidTensorFile, words, CheckpointFormat.MinGpt);
    }

    [Fact]
    public void Weights_that_a_minGPT_lacks_or_has_too_many_are_named_together()
    {
        File.WriteAllText(_folder["model.bin"],
            """
            {
              "config": {"n_layer": 1, "n_head": 1, "n_embd": 1, "vocab_size": 1, "block_size": 2},
              "x": {"shape": [1], "dtype": "torch.float32", "data": "AAAAAA=="},
              "transformer.wte.weight": {"shape": [1], "dtype": "torch.float32", "data": "AAAAAA=="}
            }
            """);

        var message = AssertRefused(ExitCodes.CheckpointMismatch, "missing: lm_head.weight, ", CheckpointFormat.MinGpt);

        Assert.Contains("; unexpected: x; wrong shape: transformer.wte.weight is [1], wanted [1, 1];", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_minGPT_does_not_say_is_a_problem_of_its_configuration()
    {
        File.WriteAllText(_folder["model.bin"], """{"config": {"n_layer": 1}}""");

        AssertRefused(ExitCodes.UnsupportedModel, "n_embd is missing, wanted a whole number", CheckpointFormat.MinGpt);
    }

    [Fact]
    public void A_minGPT_has_no_vocabulary_file()
    {
        File.WriteAllText(_folder["model.bin"], """{"config": {}}""");

        var exception = Assert.Throws<RunFailedException>(() => ModelConversion.Convert(
            CheckpointFormat.MinGpt, _folder["model.bin"], _folder["model.bin"], _folder["out"]));

        Assert.Equal(ExitCodes.InvalidManifest, exception.Code);
    }

    // The n-th value is n, so that every value tells its place.
    private void WriteLlama2c(int[] header)
    {
        var (width, inner, layers, keys, vocabulary) =
            (header[0], header[1], header[2], header[4] * header[0] / header[3], Math.Abs(header[5]));
        var count = (vocabulary * width) + width + (header[6] * (header[0] / header[3] / 2) * 2)
            + (layers * ((2 * width) + (2 * width * width) + (2 * keys * width) + (3 * inner * width)))
            + (header[5] < 0 ? vocabulary * width : 0);
        using var writer = new BinaryWriter(File.Create(_folder["model.bin"]));
        Array.ForEach(header, writer.Write);
        for (var i = 0; i < count; i++)
        {
            writer.Write((float)i);
        }
    }

    private void Convert() =>
        ModelConversion.Convert(CheckpointFormat.Llama2c, _folder["model.bin"], tokenizerFile: null, _folder["out"]);

    private string AssertRefused(ExitCode code, string words, CheckpointFormat format = CheckpointFormat.Llama2c)
    {
        var exception = Assert.Throws<RunFailedException>(() =>
            ModelConversion.Convert(format, _folder["model.bin"], tokenizerFile: null, _folder["out"]));

        Assert.Equal(code, exception.Code);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
        return exception.Message;
    }

    private static float[] Floats(SafetensorsFile file, string name)
    {
        var values = new float[file.Find(name)!.Shape.ElementCount];
        file.ReadFloats(file.Find(name)!, 0, values);
        return values;
    }
}
