using FedK8s.RetentionBench.Toy;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Statistics;

/// <summary>How much of what the base model could do is left. The arguments are a run's start and a later checkpoint.</summary>
internal static class Retention
{
    /// <summary>Mean over the general tasks of accuracy after over before.</summary>
    public static double Ratio(Evaluation start, Evaluation now) => Mean(start, now, (before, after) => after / before);

    /// <summary>The same of accuracy beyond chance: 0 is guessing.</summary>
    public static double BeyondChance(Evaluation start, Evaluation now) =>
        Mean(start, now, (before, after) => (after - ToyTasks.Chance) / (before - ToyTasks.Chance));

    /// <summary>Mean accuracy lost, in points of 100.</summary>
    public static double Drop(Evaluation start, Evaluation now) => 100 * Mean(start, now, (before, after) => before - after);

    private static double Mean(Evaluation start, Evaluation now, Func<double, double, double> measure) =>
        start.General.Zip(now.General, measure).Average();
}
