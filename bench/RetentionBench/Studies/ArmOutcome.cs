using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>What an arm came to in a setting.</summary>
/// <param name="Arm">Which.</param>
/// <param name="LearningRate">The one that was chosen.</param>
/// <param name="Seeds">In order; those of failed trials are left out.</param>
/// <param name="Failures">Trials that failed, for example because the loss was not finite.</param>
internal sealed record ArmOutcome(Arm Arm, double LearningRate, IReadOnlyList<SeedOutcome> Seeds, int Failures)
{
    /// <summary>Seeds that reached the target.</summary>
    public int Reached => Seeds.Count(seed => seed.AtTarget is not null);

    /// <summary>A measure of the checkpoint at the target, by seed.</summary>
    public IReadOnlyDictionary<int, double> AtTarget(Func<Evaluation, Evaluation, double> measure) => Seeds
        .Where(seed => seed.AtTarget is not null)
        .ToDictionary(seed => seed.Seed, seed => measure(seed.Start, seed.AtTarget!)); // not null: filtered above

    /// <summary>The same without the start.</summary>
    public IReadOnlyDictionary<int, double> AtTarget(Func<Evaluation, double> measure) => AtTarget((_, now) => measure(now));

    /// <summary>Highest downstream accuracy by seed.</summary>
    public IReadOnlyDictionary<int, double> Best => Seeds.ToDictionary(seed => seed.Seed, seed => seed.Best);

    /// <summary>Retention at the target; null where no seed reached it.</summary>
    public Interval? RetentionAtTarget => Interval.Of(AtTarget(Retention.Ratio).Values);
}
