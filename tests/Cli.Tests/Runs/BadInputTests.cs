using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>Bad input ends in one line, with its code and its cure, and leaves the folder as it was.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("batchSize: 2", "batchsize: 2", "FK9001", 2, "did you mean batchSize?")]
    [InlineData("batchSize: 2", "batchSize: two", "FK9001", 2, "wanted a whole number")]
    [InlineData("{lora: {rank: 2}}", "{lora: {}, full: {}}", "FK9001", 2, "found 2 methods: full and lora")]
    [InlineData("name: site-b", "name: site-a", "FK9001", 2, "rename one of the two")]
    [InlineData("file://site-b.jsonl", "file://site-c.jsonl", "FK9002", 3, "check the path")]
    [InlineData("file://base", "file://elsewhere", "FK9002", 3, "wanted a Hugging Face folder")]
    [InlineData("kind: CausalLM", "kind: VisualQuestionAnswering", "FK9001", 2, "not in this version")]
    [InlineData("targets", "targets", "FK9001", 2, "found no clients, wanted at least one")]
    public async Task A_manifest_with_a_mistake_is_refused(string old, string replacement, string code, int exit, string words)
    {
        var yaml = old == "targets"
            ? TinyRun.Yaml[..TinyRun.Yaml.IndexOf("clients:", StringComparison.Ordinal)] + "clients: []"
            : TinyRun.Yaml.Replace(old, replacement, StringComparison.Ordinal);
        using var tiny = new TinyRun(yaml);

        await AssertRefusedAsync(tiny, code, exit, words);
    }

    [Fact]
    public async Task A_folder_of_unusual_characters_is_taken_as_it_is_named()
    {
        using var tiny = new TinyRun();

        var run = await tiny.RunAsync("--store", tiny["50%25 #1"]);
        var status = await TinyRun.FedK8sAsync("status", tiny["50%25 #1"]);

        Assert.Equal(0, run.Exit);
        Assert.Contains($"in {tiny["50%25 #1"]}", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_data_is_refused()
    {
        using var tiny = new TinyRun();
        File.WriteAllText(tiny["site-b.jsonl"], "");

        await AssertRefusedAsync(tiny, "FK3002", 31, "site-b.jsonl");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named_by_file_and_line()
    {
        using var tiny = new TinyRun();
        File.AppendAllText(tiny["site-b.jsonl"], "{\"prompt\": 1\n");

        await AssertRefusedAsync(tiny, "FK3001", 30, "site-b.jsonl:17");
    }

    [Fact]
    public async Task A_truncated_model_file_is_refused()
    {
        using var tiny = new TinyRun();
        using (var file = File.OpenWrite(tiny["base", "model.safetensors"]))
        {
            file.SetLength(file.Length - 100);
        }

        await AssertRefusedAsync(tiny, "FK9005", 6, "model.safetensors");
    }

    [Fact]
    public async Task A_checkpoint_whose_shapes_do_not_fit_is_refused()
    {
        using var tiny = new TinyRun();
        var config = File.ReadAllText(tiny["base", "config.json"]);
        File.WriteAllText(
            tiny["base", "config.json"],
            config.Replace("\"intermediate_size\": 32", "\"intermediate_size\": 48", StringComparison.Ordinal));

        await AssertRefusedAsync(tiny, "FK3003", 32, "model.safetensors");
    }

    [Fact]
    public async Task A_model_that_claims_more_layers_than_it_has_is_refused_before_memory_is_taken()
    {
        using var tiny = new TinyRun();
        var config = File.ReadAllText(tiny["base", "config.json"]);
        File.WriteAllText(
            tiny["base", "config.json"],
            config.Replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 16000000", StringComparison.Ordinal));

        await AssertRefusedAsync(tiny, "FK3003", 32, "num_hidden_layers");
    }

    [Fact]
    public async Task A_state_that_was_damaged_is_refused_with_its_cure()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();
        File.WriteAllText(tiny["out", "state.json"], "{");

        await AssertRefusedAsync(tiny, "FK9008", 8, "restore it or remove the folder");
    }

    [Fact]
    public async Task Training_that_diverges_ends_the_run_with_its_code()
    {
        using var tiny = new TinyRun(TinyRun.Yaml
            .Replace("lora: {rank: 2}", "full: {}", StringComparison.Ordinal)
            .Replace("learningRate: 1e-2", "optimizer: SGD, learningRate: 1e6, maxGradNorm: 0", StringComparison.Ordinal));

        await AssertRefusedAsync(tiny, "FK3006", 35, "learningRate");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        using var tiny = new TinyRun();

        // The kernel refuses files there to everyone, also to root, whom modes do not stop.
        await AssertRefusedAsync(tiny, "FK9003", 4, "/proc/fedk8s", "--store", "/proc/fedk8s");
    }

    [Fact]
    public async Task A_read_only_folder_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may write everywhere; the kernel's folder stands in for this");
        using var tiny = new TinyRun();
        MakeReadOnly(Directory.CreateDirectory(tiny.Store));

        await AssertRefusedAsync(tiny, "FK9003", 4, tiny.Store);
    }

    [Theory]
    [InlineData("site-b.jsonl")]
    [InlineData("base", "model.safetensors")]
    public async Task A_file_that_may_not_be_read_is_named(params string[] path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may read everything");
        using var tiny = new TinyRun();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tiny[path], UnixFileMode.None);
        }

        await AssertRefusedAsync(tiny, "FK9002", 3, $"a file that may not be read, {tiny[path]}");
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        using var tiny = new TinyRun();
        using var disk = SmallDisk.Mount(tiny["disk"], kilobytes: 64);
        Assert.SkipWhen(disk is null, "mounting a small file system is not permitted here");
        disk.Fill();

        await AssertRefusedAsync(tiny, "FK9004", 5, "free space", "--store", tiny["disk", "out"]);
    }

    [Fact]
    public async Task A_run_whose_disk_filled_up_goes_on_once_there_is_space_and_loses_nothing()
    {
        using var undisturbed = new TinyRun();
        using var tiny = new TinyRun();
        using var disk = SmallDisk.Mount(tiny.Store, kilobytes: 72);
        Assert.SkipWhen(disk is null, "mounting a small file system is not permitted here");
        await undisturbed.RunAsync();

        var full = await tiny.RunAsync();
        disk.Grow(kilobytes: 1024);
        var again = await tiny.RunAsync();

        Assert.StartsWith("error FK9004: ", Assert.Single(full.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((5, 0), (full.Exit, again.Exit));
        Assert.Equal(undisturbed.Weights(3), tiny.Weights(3));
    }

    [Fact]
    public async Task The_folder_of_another_manifest_is_refused()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal));
        await tiny.RunAsync();
        tiny.Write(TinyRun.Yaml);

        await AssertRefusedAsync(tiny, "FK9006", 7, "spec.rounds.max");
    }

    [Fact]
    public async Task A_folder_that_another_process_is_using_is_refused()
    {
        using var tiny = new TinyRun();
        Directory.CreateDirectory(tiny.Store);
        using var held = new FileStream(tiny["out", "~run"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        await AssertRefusedAsync(tiny, "FK2002", 21, "another fedk8s run");
    }

    [Fact]
    public async Task An_output_that_is_a_file_is_refused()
    {
        using var tiny = new TinyRun();
        File.WriteAllText(tiny.Store, "");

        await AssertRefusedAsync(tiny, "FK9003", 4, tiny.Store);
    }

    [Fact]
    public async Task Several_mistakes_are_all_told_and_summed_up_in_one_line()
    {
        using var tiny = new TinyRun(TinyRun.Yaml
            .Replace("rank: 2", "rank: 0", StringComparison.Ordinal)
            .Replace("max: 3", "max: 0", StringComparison.Ordinal));

        var errors = (await tiny.RunAsync()).ErrorLines;

        Assert.Equal(3, errors.Length);
        Assert.Equal($"error FK9001: {tiny.Manifest}: found 2 problems, wanted none; correct the lines above (docs/errors/FK9001.md)", errors[2]);
    }

    [Fact]
    public async Task Programs_get_the_error_as_JSON_too()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("rank: 2", "rank: 0", StringComparison.Ordinal));

        var lines = (await tiny.RunAsync("--output", "json")).OutputLines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Equal(
            [("problem", 7, 25), ("error", 2, 0)],
            [
                (lines[0].GetProperty("event").GetString()!, lines[0].GetProperty("line").GetInt32(), lines[0].GetProperty("column").GetInt32()),
                (lines[1].GetProperty("event").GetString()!, lines[1].GetProperty("exit").GetInt32(), 0),
            ]);
    }

    [Fact]
    public async Task A_trace_is_shown_to_whoever_asks()
    {
        using var tiny = new TinyRun();
        File.WriteAllText(tiny["site-b.jsonl"], "");

        Assert.Contains("RunFailedException", (await tiny.RunAsync("--verbose")).Error, StringComparison.Ordinal);
    }

    private static void MakeReadOnly(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static async Task AssertRefusedAsync(TinyRun tiny, string code, int exit, string words, params string[] more)
    {
        var before = tiny.Files();

        var result = await tiny.RunAsync(more);

        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith($"error {code}: ", line, StringComparison.Ordinal);
        Assert.EndsWith($" (docs/errors/{code}.md)", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Equal((exit, before), (result.Exit, tiny.Files()));
        Assert.Contains(ExitCodes.All, known => known.Code == code && known.ProcessExit == exit);
    }
}
