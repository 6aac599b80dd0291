using System.Globalization;
using System.Text.RegularExpressions;
using FedK8s.Chaos.Faults;
using FedK8s.Chaos.Runs;
using FedK8s.Core.Determinism;
using FedK8s.Testing;

namespace FedK8s.Chaos.Results;

/// <summary>The long version of the suite: every scenario, told as it goes, and the table at the end.</summary>
/// <param name="seed">Of what is left to chance.</param>
/// <param name="places">Runs at a time.</param>
/// <param name="only">A pattern of the scenarios' names; empty for all.</param>
internal sealed class LongVersion(long seed, int places, string only)
{
    private const long DefaultSeed = 1;

    private static readonly string Folder = RepositoryRoot.Combine("artifacts", "chaos");

    // A part is nothing to publish.
    private string TablePath => only.Length == 0
        ? RepositoryRoot.Combine("docs", "results", "chaos.md")
        : Path.Combine(Folder, "chaos.md");

    /// <summary>As variables say: <c>SEED</c>, <c>PLACES</c>, <c>ONLY</c>.</summary>
    /// <param name="find">The value of a variable; null or empty where it is not set.</param>
    public static LongVersion From(Func<string, string?> find) => new(
        Number(find("SEED")) ?? DefaultSeed,
        (int)(Number(find("PLACES")) ?? Environment.ProcessorCount + 1),
        find("ONLY") ?? "");

    /// <summary>Runs it; true where nothing failed. The table is written anew after each run, so that it is there whenever this
    /// is ended.</summary>
    /// <param name="progress">Takes a line for each run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<bool> RunAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        await using var campaign = new Campaign(Folder);
        var longest = await campaign.UndisturbedAsync(Shape.Long, cancellationToken);
        var scenarios = ScenarioList.All(longest.Requests, seed)
            .Where(scenario => Regex.IsMatch(scenario.Name, only))
            .ToArray();
        new SeededRandom((ulong)seed).Shuffle<Scenario>(scenarios); // so that every kind is seen early
        await progress.WriteLineAsync(
            $"chaos: {scenarios.Length} faulted runs, {places} at a time, SEED={seed}; logs in {Folder}, table in {TablePath}");

        var rows = await RunAsync(campaign, scenarios, progress, cancellationToken);
        await progress.WriteLineAsync($"chaos: {ChaosReport.Summary(rows)}");
        return !rows.Any(row => row.Outcome is Outcome.Failed);
    }

    private async Task<IReadOnlyCollection<Row>> RunAsync(
        Campaign campaign, IReadOnlyCollection<Scenario> scenarios, TextWriter progress, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = places, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(scenarios, options, async (scenario, cancellation) =>
        {
            var row = await campaign.RunAsync(scenario, cancellation);
            lock (rows)
            {
                rows.Add(row);
                progress.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"[{rows.Count,3}/{scenarios.Count}] {row.Seconds,5:0.0} s  {row}"));
                File.WriteAllText(TablePath, ChaosReport.Of(rows, seed, scenarios.Count));
            }
        });
        return rows;
    }

    private static long? Number(string? text) =>
        string.IsNullOrEmpty(text) ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
