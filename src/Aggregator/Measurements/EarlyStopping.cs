using System.Globalization;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Measurements;

/// <summary>
/// Decides by <c>evaluation.earlyStopping</c> whether a run is over. The first measurement, which is the start's, is the first
/// best one; each later one is better only where it is so by more than <c>minDelta</c>, and a value that is not a number never is.
/// </summary>
internal static class EarlyStopping
{
    /// <summary>Why the run is over; null where it goes on.</summary>
    /// <param name="spec">What is looked at, target and patience.</param>
    /// <param name="measurements">In the order of the rounds, from the start on; unmeasured rounds are left out.</param>
    public static EarlyEnd? Find(EarlyStoppingSpec spec, IEnumerable<Measurement> measurements)
    {
        Measurement? best = null;
        var since = 0;
        foreach (var measured in measurements)
        {
            if (Reaches(spec, measured.Value))
            {
                return new(EndReason.TargetReached, string.Create(CultureInfo.InvariantCulture,
                    $"{Name(spec)} {measured.Value:0.####} at round {measured.Round} reached {spec.Target:0.####}"));
            }

            if (best is not { } record || IsBetter(spec, measured.Value, record.Value))
            {
                (best, since) = (measured, 0);
            }
            else if (++since >= spec.Patience)
            {
                return new(EndReason.PatienceExhausted, string.Create(CultureInfo.InvariantCulture,
                    $"{Name(spec)} {record.Value:0.####} at round {record.Round} was not bettered in {since} measurements "
                    + $"up to round {measured.Round}"));
            }
        }

        return null;
    }

    private static bool Reaches(EarlyStoppingSpec spec, double value) =>
        spec.Metric is EvaluationMetric.Accuracy ? value >= spec.Target : value <= spec.Target;

    private static bool IsBetter(EarlyStoppingSpec spec, double value, double best) => double.IsNaN(best)
        ? !double.IsNaN(value)
        : (spec.Metric is EvaluationMetric.Accuracy ? value - best : best - value) > spec.MinDelta;

    private static string Name(EarlyStoppingSpec spec) =>
        $"{spec.Task} {(spec.Metric is EvaluationMetric.Accuracy ? "accuracy" : "loss")}";
}
