using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>What one seed's trial of an arm came to.</summary>
/// <param name="Result">The trial.</param>
/// <param name="AtTarget">The first evaluation that reached the setting's target; null where none did.</param>
internal sealed record SeedOutcome(TrialResult Result, Evaluation? AtTarget)
{
    public int Seed => Result.Trial.Seed;

    /// <summary>The highest downstream accuracy of all evaluations.</summary>
    public double Best => BestOf(Result);

    public Evaluation Start => Result.Evaluations[0];

    public Evaluation End => Result.Evaluations[^1];

    /// <summary>The highest downstream accuracy of a trial; 0 for one that failed.</summary>
    public static double BestOf(TrialResult result) =>
        result.Evaluations.Select(evaluation => evaluation.Downstream).DefaultIfEmpty(0).Max();
}
