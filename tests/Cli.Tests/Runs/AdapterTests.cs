namespace FedK8s.Cli.Tests.Runs;

/// <summary>Adapters on their way out of a run, into another, and into their base model.</summary>
public sealed class AdapterTests
{
    private const string Rank = "{lora: {rank: 2}}";

    [Fact]
    public async Task An_exported_adapter_merged_is_the_exported_model()
    {
        using var tiny = new TinyRun();
        await ExportAsync(tiny);
        await TinyRun.FedK8sAsync("export", tiny.Manifest, "--to", tiny["model"], "--format", "model");

        var result = await TinyRun.FedK8sAsync("merge", "--model", tiny["base"], "--adapter", tiny["adapter"], "--to", tiny["merged"]);

        Assert.Equal(0, result.Exit);
        Assert.Equal(File.ReadAllBytes(tiny["model", "model.safetensors"]), File.ReadAllBytes(tiny["merged", "model.safetensors"]));
    }

    [Fact]
    public async Task A_merge_in_16_bits_says_so_in_its_configuration()
    {
        using var tiny = new TinyRun();
        await ExportAsync(tiny);

        await TinyRun.FedK8sAsync("merge", "--model", tiny["base"], "--adapter", tiny["adapter"], "--to", tiny["merged"], "--type", "BF16");

        Assert.Contains("\"torch_dtype\": \"bfloat16\"", File.ReadAllText(tiny["merged", "config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_without_an_adapter_is_one_line()
    {
        using var tiny = new TinyRun();

        var result = await TinyRun.FedK8sAsync("merge", "--model", tiny["base"], "--adapter", tiny["base"], "--to", tiny["merged"]);

        Assert.StartsWith("error FK9002: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_starts_from_an_adapter_has_its_weights_in_checkpoint_0()
    {
        using var tiny = new TinyRun();
        await ExportAsync(tiny);
        var weights = tiny.Weights(3);

        tiny.Write(TinyRun.Yaml.Replace(Rank, "{lora: {startFrom: {storageUri: \"file://adapter\"}}}", StringComparison.Ordinal));
        var result = await tiny.RunAsync("--fresh");

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Equal(weights, tiny.Weights(0));
    }

    [Fact]
    public async Task A_folder_without_an_adapter_is_found_before_the_run()
    {
        using var tiny = new TinyRun(
            TinyRun.Yaml.Replace(Rank, "{lora: {startFrom: {storageUri: \"file://base\"}}}", StringComparison.Ordinal));

        var result = await tiny.RunAsync();

        Assert.Contains(
            "spec.method.lora.startFrom.storageUri: found a folder without adapter_config.json",
            Assert.Single(result.ErrorLines),
            StringComparison.Ordinal);
    }

    private static async Task ExportAsync(TinyRun tiny)
    {
        await tiny.RunAsync();
        await TinyRun.FedK8sAsync("export", tiny.Manifest, "--to", tiny["adapter"]);
    }
}
