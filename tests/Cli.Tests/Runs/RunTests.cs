using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task A_run_commits_every_round()
    {
        using var tiny = new TinyRun();

        var result = await tiny.RunAsync();

        Assert.Equal((0, "", 3), (result.Exit, result.Error, tiny.State().Committed.Value));
    }

    [Fact]
    public async Task The_last_lines_name_the_checkpoint_and_the_next_command()
    {
        using var tiny = new TinyRun();

        var lines = (await tiny.RunAsync()).OutputLines;

        Assert.Equal($"next        fedk8s export {tiny.Manifest} --to FOLDER", lines[^1]);
    }

    [Fact]
    public async Task A_command_to_copy_has_its_paths_in_quotes_where_a_shell_needs_them()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal));

        var lines = (await tiny.RunAsync("--store", tiny["it's out"])).OutputLines;

        Assert.Equal($"next        fedk8s export '{tiny["it'\\''s out"]}' --to FOLDER", lines[^1]);
    }

    [Fact]
    public async Task What_a_worker_warns_of_is_told()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("maxSequenceLength: 16", "maxSequenceLength: 6", StringComparison.Ordinal));

        var output = (await tiny.RunAsync()).OutputLines;

        Assert.Contains(output, line =>
            line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains("cut to 6 tokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_is_measured_on_cut_examples_is_told()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("maxSequenceLength: 16", "maxSequenceLength: 6", StringComparison.Ordinal));

        Assert.Contains("16 examples of evaluation task sums were cut to 6", (await tiny.RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_has_a_row_for_each_task_and_client()
    {
        using var tiny = new TinyRun();

        var output = (await tiny.RunAsync()).Output;

        Assert.All(["  sums ", "  site-a ", "  site-b "], name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_round_is_told_in_at_most_ten_lines()
    {
        using var tiny = new TinyRun();

        Assert.InRange((await tiny.RunAsync()).OutputLines.Count(line => line.StartsWith("round ", StringComparison.Ordinal)), 3, 30);
    }

    [Fact]
    public async Task Two_clients_at_a_time_give_the_bytes_of_one_at_a_time()
    {
        using var one = new TinyRun();
        using var two = new TinyRun();

        await one.RunAsync("--parallel", "1");
        await two.RunAsync("--parallel", "2");

        Assert.Equal(one.Weights(3), two.Weights(3));
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_to_the_bytes_of_one_that_was_not()
    {
        using var undisturbed = new TinyRun();
        using var stopped = new TinyRun();
        await undisturbed.RunAsync();

        var first = await stopped.RunUntilAsync("round 2/3");
        var second = await stopped.RunAsync();

        Assert.Equal((130, 0), (first.Exit, second.Exit));
        Assert.Contains("going on after round", second.Output, StringComparison.Ordinal);
        Assert.Equal(undisturbed.Weights(3), stopped.Weights(3));
    }

    [Fact]
    public async Task A_stopped_run_says_in_one_line_how_to_go_on()
    {
        using var tiny = new TinyRun();

        var result = await tiny.RunUntilAsync("round 2/3");

        Assert.EndsWith($"go on with fedk8s run {tiny.Manifest} (docs/errors/FK9007.md)", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_stopped_before_its_first_round_leaves_nothing_behind()
    {
        using var tiny = new TinyRun();
        var before = tiny.Files();

        var result = await tiny.RunUntilAsync("tiny:");

        Assert.Equal((130, before), (result.Exit, tiny.Files()));
    }

    [Fact]
    public async Task A_complete_run_tells_its_table_again_and_trains_nothing()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();
        var before = tiny.Files();

        var again = await tiny.RunAsync();

        Assert.Equal((0, before), (again.Exit, tiny.Files()));
        Assert.Contains("already complete", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_run_starts_over_and_leaves_other_files_alone()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();
        File.WriteAllText(tiny["out", "notes.txt"], "mine");
        tiny.Write(TinyRun.Yaml.Replace("max: 3", "max: 1", StringComparison.Ordinal));

        var result = await tiny.RunAsync("--fresh");

        Assert.Equal((0, 1, "mine"), (result.Exit, tiny.State().Committed.Value, File.ReadAllText(tiny["out", "notes.txt"])));
    }

    [Fact]
    public async Task A_store_may_lie_elsewhere()
    {
        using var tiny = new TinyRun();

        await tiny.RunAsync("--store", tiny["elsewhere"]);

        Assert.Equal((true, false), (File.Exists(tiny["elsewhere", "state.json"]), Directory.Exists(tiny.Store)));
    }

    [Fact]
    public async Task A_suspended_run_writes_nothing()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace("spec:", "spec:\n  suspend: true", StringComparison.Ordinal));

        Assert.Equal((0, false), ((await tiny.RunAsync()).Exit, Directory.Exists(tiny.Store)));
    }

    [Fact]
    public async Task Programs_hear_every_event_as_a_line_of_JSON()
    {
        using var tiny = new TinyRun();

        var events = (await tiny.RunAsync("--output", "json")).OutputLines
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());

        Assert.Equal(
            [
                "clientJoined", "evaluated", "finished", "roundClosed", "roundOpened", "started", "testSplitEvaluated",
                "trainingProgressed", "updateJudged",
            ],
            events.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_last_line_of_JSON_splits_the_time()
    {
        using var tiny = new TinyRun();

        var last = JsonDocument.Parse((await tiny.RunAsync("--output", "json")).OutputLines[^1]).RootElement;

        var seconds = last.GetProperty("seconds");
        var (total, training, other) = (Number("total"), Number("training"), Number("other"));
        Assert.Equal("finished", last.GetProperty("event").GetString());
        Assert.True(training > 0 && training < total, $"{training} of {total}");
        Assert.Equal(total, training + other, 1e-9);

        double Number(string name) => seconds.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task The_store_holds_the_run_with_absolute_addresses()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();

        var document = JsonSerializer.Deserialize<RunDocument>(File.ReadAllText(tiny["out", "run.json"]), ContractJson.Options)!;

        Assert.Equal($"file://{tiny["site-b.jsonl"]}", document.Run.Spec.Clients[1].Data.StorageUri);
    }
}
