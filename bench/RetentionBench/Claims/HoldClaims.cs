using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;

namespace FedK8s.RetentionBench.Claims;

/// <summary>What we say of the gate and the guard.</summary>
internal static class HoldClaims
{
    private const double LeastRetention = 0.97;
    private const double LeastGain = 0.12;

    /// <summary>
    /// Retention of at least 0.97 at the target, above every baseline with a paired interval that excludes 0, and 12 % (relative)
    /// above the best PEFT arm, where one without a guard reached the target.
    /// </summary>
    /// <param name="id">The claim's.</param>
    /// <param name="what">What is claimed, without the figures.</param>
    /// <param name="name">The arm.</param>
    /// <param name="results">The study's.</param>
    public static Claim Of(string id, string what, string name, StudyResults results)
    {
        var text = $"{what}: retention 0.97 or more, above every baseline, 12 % above the best PEFT arm";
        var baselines = Evidence.Baselines(results, ArmGroup.Full, ArmGroup.Peft).Where(arm => arm.Reached > 0).ToArray();
        if (Evidence.Find(results, name) is not { } arm || baselines.Length == 0)
        {
            return new(id, text, Verdict.NotRun, $"wanted {name}, and a baseline that reached the target");
        }

        if (arm.RetentionAtTarget is not { } retention)
        {
            return new(id, text, Verdict.Fail, $"{name} did not reach the target");
        }

        var isAbove = baselines.All(other =>
            Interval.OfDifferences(arm.AtTarget(Retention.Ratio), other.AtTarget(Retention.Ratio)) is { Low: > 0 });
        var best = baselines
            .Where(other => other.Arm.Group == ArmGroup.Peft && other.Arm.Guard is null)
            .MaxBy(other => other.RetentionAtTarget!.Mean); // reached
        var gain = best is null ? null : Evidence.RelativeGain(arm, best);
        return new(
            id,
            text,
            retention.Mean >= LeastRetention && isAbove && (best is null || gain >= LeastGain) ? Verdict.Pass : Verdict.Fail,
            $"{name} {Words.Of(retention, "0.000")} ({arm.Reached} of {arm.Seeds.Count} seeds at the target), "
            + (isAbove ? "above every baseline" : "not surely above every baseline")
            + (best is null ? ", no PEFT arm reached the target" : gain is { } share ? $", {Evidence.Percent(share)} over {best.Arm.Name}" : ""));
    }
}
