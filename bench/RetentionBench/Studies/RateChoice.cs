using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Chooses an arm's learning rate.</summary>
internal static class RateChoice
{
    private const double Margin = 0.01;

    /// <summary>
    /// The lowest rate of those whose best validation accuracy is within a point of the best of all: a higher one learns no more, only
    /// sooner, and forgets more. A trial that failed loses to all others.
    /// </summary>
    /// <param name="sweep">One trial for each rate.</param>
    public static double Of(IEnumerable<TrialResult> sweep)
    {
        TrialResult[] results = [.. sweep];
        var best = results.Max(Merit);
        return results.Where(result => Merit(result) >= best - Margin).Min(result => result.Trial.LearningRate);
    }

    /// <summary>
    /// What is compared: the best validation accuracy, and no more than what ends a run, for how far beyond it a run's last round goes
    /// says nothing. Below 0 for a trial that failed.
    /// </summary>
    public static double Merit(TrialResult result) => result.Evaluations.Count > 1
        ? Math.Min(result.Evaluations.Max(evaluation => evaluation.Validation), result.Trial.Protocol.Enough ?? 1)
        : -1;
}
