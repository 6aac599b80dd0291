using System.Text.Json;
using FedK8s.Cli.Tests.Runs;

namespace FedK8s.Cli.Tests.Comparison;

public sealed class CompareTests
{
    [Fact]
    public async Task Every_arm_runs_and_the_table_has_a_column_for_each()
    {
        using var tiny = new TinyRun();

        var result = await CompareAsync(tiny);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Contains(result.OutputLines, line =>
            line.Split([' '], StringSplitOptions.RemoveEmptyEntries) is ["measure", "start", "federated", "centralised", "local-only"]);
    }

    [Fact]
    public async Task Every_arm_has_trained_on_as_many_examples()
    {
        using var tiny = new TinyRun();
        await CompareAsync(tiny);

        var arms = Report(tiny).GetProperty("arms").EnumerateArray().Skip(1).ToArray();

        Assert.Equal(["federated", "centralised", "local-only"], arms.Select(arm => arm.GetProperty("name").GetString()));
        Assert.Single(arms.Select(arm => arm.GetProperty("examples").GetInt64()).Distinct());
    }

    [Fact]
    public async Task The_centralised_arm_starts_as_good_on_the_clients_tests_as_the_federated_one()
    {
        using var tiny = new TinyRun();
        await CompareAsync(tiny, "--arms", "federated");
        var federated = Report(tiny).GetProperty("arms")[0].GetProperty("clientsLoss").GetProperty("mean").GetDouble();

        await CompareAsync(tiny, "--arms", "centralised");

        Assert.Equal(federated, Report(tiny).GetProperty("arms")[0].GetProperty("clientsLoss").GetProperty("mean").GetDouble());
    }

    [Fact]
    public async Task The_local_arm_s_spread_is_that_of_its_clients()
    {
        using var tiny = new TinyRun();
        await CompareAsync(tiny, "--arms", "local-only");

        var arm = Report(tiny).GetProperty("arms")[1];

        Assert.Equal(2, arm.GetProperty("runs").GetInt32());
        var loss = arm.GetProperty("generalLoss");
        Assert.True(loss.GetProperty("min").GetDouble() < loss.GetProperty("max").GetDouble());
    }

    [Fact]
    public async Task A_run_that_is_complete_is_read_and_not_run_again()
    {
        using var tiny = new TinyRun();
        await tiny.RunAsync();
        var weights = tiny.Weights(3);

        var result = await CompareAsync(tiny, "--arms", "federated");

        Assert.Equal(0, result.Exit);
        Assert.DoesNotContain(result.OutputLines, line => line.StartsWith("round", StringComparison.Ordinal));
        Assert.Equal(weights, tiny.Weights(3));
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_goes_on_and_tells_the_same()
    {
        using var whole = new TinyRun();
        using var stopped = new TinyRun();
        await CompareAsync(whole);

        var first = await TinyRun.UntilAsync(
            ["compare", stopped.Manifest, "--to", stopped["comparison"]], "run 2 of 4, centralised", "round 1/3 committed");
        var second = await CompareAsync(stopped);

        Assert.Equal(130, first.Exit);
        Assert.Contains($"go on with fedk8s compare {stopped.Manifest} --to {stopped["comparison"]}", first.Error, StringComparison.Ordinal);
        Assert.Equal(0, second.Exit);
        Assert.Equal(Quality(whole), Quality(stopped));
    }

    [Fact]
    public async Task One_client_is_enough()
    {
        using var tiny = new TinyRun(string.Join('\n', TinyRun.Yaml.Split('\n').Where(line => !line.Contains("site-b", StringComparison.Ordinal))));

        Assert.Equal(0, (await CompareAsync(tiny)).Exit);
    }

    // A chance of one in a million holds back none of 16 examples.
    [Fact]
    public async Task A_client_whose_test_split_comes_out_empty_is_not_measured()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace(
            "site-b.jsonl\", testFraction: 0.5", "site-b.jsonl\", testFraction: 1e-6", StringComparison.Ordinal));

        var result = await CompareAsync(tiny);

        Assert.Equal((0, ""), (result.Exit, result.Error));
        Assert.Contains("clients/site-a", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("clients/site-b", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_split_by_windows_as_the_clients_split_them()
    {
        using var tiny = new TinyRun(TinyRun.Yaml.Replace(".jsonl\", testFraction", ".txt\", testFraction", StringComparison.Ordinal));
        foreach (var site in new[] { "site-a", "site-b" })
        {
            File.WriteAllText(tiny[$"{site}.txt"], string.Concat(Enumerable.Repeat($"{site} speaks of letters and sums. ", 10)));
        }

        await CompareAsync(tiny);

        Assert.Single(Report(tiny).GetProperty("arms").EnumerateArray().Skip(1).Select(arm => arm.GetProperty("examples").GetInt64()).Distinct());
    }

    [Fact]
    public async Task An_arm_that_does_not_exist_is_named_with_those_that_do()
    {
        var result = await TinyRun.FedK8sAsync("compare", "run.yaml", "--arms", "federated,pooled");

        Assert.Equal(1, result.Exit);
        Assert.Contains("--arms: found pooled, wanted some of federated, centralised, local-only", result.Error, StringComparison.Ordinal);
    }

    private static Task<ProgramResult> CompareAsync(TinyRun tiny, params string[] more) =>
        TinyRun.FedK8sAsync(["compare", tiny.Manifest, "--to", tiny["comparison"], .. more]);

    private static JsonElement Report(TinyRun tiny) =>
        JsonDocument.Parse(File.ReadAllText(tiny["comparison", "comparison.json"])).RootElement;

    // Everything but the time that it took.
    private static string[] Quality(TinyRun tiny) =>
        [.. Report(tiny).GetProperty("arms").EnumerateArray().Select(arm => string.Join(' ', arm.EnumerateObject()
            .Where(field => !field.Name.EndsWith("econds", StringComparison.Ordinal))
            .Select(field => field.ToString())))];
}
