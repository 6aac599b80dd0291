using FedK8s.Chaos.Faults;
using FedK8s.Chaos.Runs;
using FedK8s.Chaos.Services;
using FedK8s.Testing;

namespace FedK8s.Chaos.Tests;

/// <summary>The short version of the suite: one run for each kind of fault. <c>make chaos</c> runs the long one.</summary>
public sealed class ShortVersionTests : IDisposable
{
    private const int RunsAtATime = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_faulted_run_comes_to_the_bytes_of_the_undisturbed_one()
    {
        Assert.SkipWhen(Place.Missing is not null, Place.Missing ?? "");
        var rows = new System.Collections.Concurrent.ConcurrentBag<Row>();
        await using var campaign = new Campaign(_folder.Path);

        await Parallel.ForEachAsync(
            ScenarioList.Short(),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtATime, CancellationToken = TestContext.Current.CancellationToken },
            async (scenario, cancellation) => rows.Add(await campaign.RunAsync(scenario, cancellation)));

        Assert.Empty(rows.Where(row => row.Outcome is not Outcome.SameBytes).Select(row => $"{row}\n{row.Logs}"));
    }
}
