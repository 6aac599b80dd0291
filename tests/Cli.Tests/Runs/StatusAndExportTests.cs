using System.Security.Cryptography;
using System.Text.Json;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Runs;

public sealed class StatusAndExportTests
{
    [Fact]
    public async Task Status_names_the_committed_round_and_the_checkpoints_hash()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        var status = await TinyRun.FedK8sAsync(["status", tiny.Manifest]);

        var manifest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(tiny["out", "checkpoints", "000003", "manifest.json"])));
        Assert.Contains("round       3 of 3 committed", status.Output, StringComparison.Ordinal);
        Assert.Contains($"sha256      {manifest}", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_folder_is_that_of_its_manifest()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        Assert.Equal(
            (await TinyRun.FedK8sAsync(["status", tiny.Manifest])).Output, (await TinyRun.FedK8sAsync(["status", tiny.Store])).Output);
    }

    [Fact]
    public async Task Status_as_JSON_has_the_scores()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        var status = JsonDocument.Parse((await TinyRun.FedK8sAsync(["status", tiny.Store, "--output", "json"])).Output).RootElement;

        Assert.Equal(
            ("Complete", 3, "sums"),
            (status.GetProperty("phase").GetString(), status.GetProperty("round").GetInt32(), status.GetProperty("scores")[0].GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("export")]
    public async Task Where_no_run_is_one_line_says_so(string command)
    {
        using var tiny = new TinyRun();
        string[] more = command == "export" ? ["--to", tiny["exported"]] : [];

        var result = await TinyRun.FedK8sAsync([command, tiny.Manifest, .. more]);

        Assert.Equal(3, result.Exit);
        Assert.StartsWith("error FK9002: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("peft", "adapter_config.json", "adapter_model.safetensors")]
    [InlineData("model", "config.json", "model.safetensors")]
    public async Task An_export_holds_the_files_that_others_look_for(string format, string config, string weights)
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync(["export", tiny.Manifest, "--to", tiny["exported"], "--format", format]);

        Assert.Equal((0, true, true), (result.Exit, File.Exists(tiny["exported", config]), File.Exists(tiny["exported", weights])));
    }

    [Fact]
    public async Task An_export_never_replaces_what_is_there()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync(["export", tiny.Manifest, "--to", tiny["base"]]);

        Assert.Equal(4, result.Exit);
    }

    [Fact]
    public async Task An_export_to_a_full_disk_leaves_nothing_there()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal));
        using var disk = SmallDisk.Mount(tiny["disk"], kilobytes: 16);
        Assert.SkipWhen(disk is null, "mounting a small file system is not permitted here");
        await tiny.RunAsync();

        var result = await TinyRun.FedK8sAsync(["export", tiny.Manifest, "--format", "model", "--to", tiny["disk", "model"]]);

        Assert.StartsWith("error FK9004: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(5, result.Exit);
        Assert.Empty(Directory.GetFileSystemEntries(tiny["disk"]));
    }
}
