using FedK8s.Chaos.Faults;

namespace FedK8s.Chaos.Tests.Faults;

/// <summary>What the long version is made of.</summary>
public sealed class ScenarioListTests
{
    private static readonly Dictionary<string, int> Requests = new()
    {
        ["site-a"] = 40,
        ["site-b"] = 40,
        ["evaluator"] = 30,
        ["aggregator"] = 200,
    };

    [Fact]
    public void There_are_at_least_200_faulted_runs() =>
        Assert.True(ScenarioList.All(Requests, seed: 1).Count >= 200);

    [Fact]
    public void Every_step_is_struck_before_and_after() =>
        Assert.All(Step.All, step =>
        {
            Assert.Contains(ScenarioList.Kills(), scenario => scenario.Name == $"{step.Name} / kill -9 before");
            Assert.Contains(ScenarioList.Kills(), scenario => scenario.Name == $"{step.Name} / kill -9 after");
        });

    [Fact]
    public void The_same_seed_makes_the_same_runs_and_another_others()
    {
        Assert.Equal(Random(1), Random(1));
        Assert.NotEqual(Random(1), Random(2));
    }

    [Fact]
    public void The_short_version_is_part_of_the_long_one() =>
        Assert.Empty(ScenarioList.Short().Select(scenario => scenario.Name)
            .Except(ScenarioList.All(Requests, seed: 1).Select(scenario => scenario.Name)));

    private static string[] Random(long seed) =>
        [.. RandomScenarios.All(Requests, seed).Select(scenario => $"{scenario.Name} {string.Join(' ', scenario.Faults)}")];
}
