using System.Text.Json;
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

    /// <summary>The results of those that are done.</summary>
    public IReadOnlyList<TrialResult> FindAll(IEnumerable<Trial> trials) =>
        [.. trials.Select(Find).Where(result => result is not null).Select(result => result!)]; // not null: filtered before
}
