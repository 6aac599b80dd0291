using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Chooses an arm's learning rate.</summary>
internal static class RateChoice
{
    /// <summary>
    /// The rate whose validation accuracy is highest on average over the evaluations after the start, which rewards learning soon and
    /// learning much; the lower one of two that are equal. A trial that failed loses to all others.
    /// </summary>
    /// <param name="sweep">One trial for each rate.</param>
    public static double Of(IEnumerable<TrialResult> sweep) => sweep
        .OrderByDescending(Merit)
        .ThenBy(result => result.Trial.LearningRate)
        .First().Trial.LearningRate;

    /// <summary>What is compared; below 0 for a trial that failed.</summary>
    public static double Merit(TrialResult result) => result.Evaluations.Count > 1
        ? result.Evaluations.Skip(1).Average(evaluation => evaluation.Validation)
        : -1;
}
