using System.Text.Json;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>What is converted and how is Worker.Tests' business; here it is the command.</summary>
public sealed class ConvertTests : IDisposable
{
    // A header of 7 numbers (width 2, one layer, one head, 1 token of vocabulary) and the 26 values that it asks for.
    private static readonly byte[] Smallest =
    [
        .. new[] { 2, 1, 1, 1, 1, 1, 2 }.SelectMany(BitConverter.GetBytes),
        .. new byte[sizeof(float) * (2 + 2 + 4 + 4 + 4 + 4 + 2 + 2 + 2 + 2 + 2 + 2 + 2)],
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_converted_checkpoint_is_a_model_folder()
    {
        File.WriteAllBytes(_folder["model.bin"], Smallest);

        var result = await TinyRun.FedK8sAsync(["convert", _folder["model.bin"], "--from", "llama2c", "--to", _folder["out"]]);

        Assert.Equal((0, $"{_folder["out"]} holds config.json, model.safetensors\n"), (result.Exit, result.Output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task As_JSON_the_files_are_listed()
    {
        File.WriteAllBytes(_folder["model.bin"], Smallest);

        var result = await TinyRun.FedK8sAsync(
            ["convert", _folder["model.bin"], "--from", "llama2c", "--to", _folder["out"], "--output", "json"]);

        var converted = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(
            ("converted", _folder["out"], 2),
            (converted.GetProperty("event").GetString(), converted.GetProperty("folder").GetString(), converted.GetProperty("files").GetArrayLength()));
    }

    [Fact]
    public async Task A_broken_checkpoint_is_one_line_and_leaves_nothing()
    {
        File.WriteAllBytes(_folder["model.bin"], Smallest[..^4]);

        var result = await TinyRun.FedK8sAsync(["convert", _folder["model.bin"], "--from", "llama2c", "--to", _folder["out"]]);

        Assert.Equal(6, result.Exit);
        Assert.StartsWith($"error FK9005: {_folder["model.bin"]}: found ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["model.bin"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }
}
