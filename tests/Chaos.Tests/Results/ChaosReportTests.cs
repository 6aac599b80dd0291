using FedK8s.Chaos.Faults;
using FedK8s.Chaos.Results;
using FedK8s.Chaos.Runs;

namespace FedK8s.Chaos.Tests.Results;

public sealed class ChaosReportTests
{
    [Fact]
    public void A_row_counts_the_runs_of_a_fault_at_a_step_by_what_became_of_them()
    {
        var report = ChaosReport.Of(
            [
                Row("site-a: join", new Outcome.SameBytes()),
                Row("site-a: join", new Outcome.SameBytes()),
                Row("site-a: join", new Outcome.Ended("FK9004")),
                Row("site-b: join", new Outcome.Failed("it hangs")),
            ],
            seed: 7,
            planned: 6);

        Assert.Contains("the other 2 runs", report, StringComparison.Ordinal);
        Assert.Contains("`SEED=7`", report, StringComparison.Ordinal);
        Assert.Contains("| site-a: join | kill | 3 | 2 | FK9004: 1 | 0 |", report, StringComparison.Ordinal);
        Assert.Contains("| site-b: join | kill | 1 | 0 |  | 1 |", report, StringComparison.Ordinal);
        Assert.Contains("| all | all | 4 | 2 | FK9004: 1 | 1 |", report, StringComparison.Ordinal);
    }

    private static Row Row(string step, Outcome outcome) => new(new Scenario(step, "kill", []), outcome, [], Seconds: 1);
}
