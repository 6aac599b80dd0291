using System.Text.Json;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Running;

/// <summary>The results that are there.</summary>
/// <param name="folder">Where everything lies.</param>
internal sealed class TrialStore(BenchFolder folder)
{
    /// <summary>A trial's result; null where it is not done.</summary>
    public TrialResult? Find(Trial trial)
    {
        var path = folder.Result(trial.Key());
        return File.Exists(path) ? JsonSerializer.Deserialize<TrialResult>(File.ReadAllBytes(path), TrialJson.Options) : null;
    }

    /// <summary>Takes over the trials of a report's <c>results.json</c>, so that they are not run again.</summary>
    /// <returns>How many were new here.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="JsonException">It is something else.</exception>
    public int Take(string path)
    {
        var report = JsonSerializer.Deserialize<Report>(File.ReadAllBytes(path), TrialJson.Options)
            ?? throw new JsonException("null");
        TrialResult[] missing =
        [
            .. report.Results.Sweep.Concat(report.Results.Trials).Where(result => !File.Exists(folder.Result(result.Trial.Key()))),
        ];
        foreach (var result in missing)
        {
            AtomicFile.Write(folder.Result(result.Trial.Key()), JsonSerializer.SerializeToUtf8Bytes(result, TrialJson.Options));
        }

        return missing.Length;
    }

    /// <summary>The results of those that are done.</summary>
    public IReadOnlyList<TrialResult> FindAll(IEnumerable<Trial> trials) =>
        [.. trials.Select(Find).Where(result => result is not null).Select(result => result!)]; // not null: filtered before

    private sealed record Report(ReportedResults Results);

    private sealed record ReportedResults(IReadOnlyList<TrialResult> Sweep, IReadOnlyList<TrialResult> Trials);
}
