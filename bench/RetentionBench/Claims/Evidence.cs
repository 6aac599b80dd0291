using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Claims;

/// <summary>What several claims look at.</summary>
internal static class Evidence
{
    /// <summary>The arm that stands for the paper's method in the common setting; null where neither form ran.</summary>
    public static ArmOutcome? Paper(StudyResults results) =>
        Find(results, ClaimList.Allocated) ?? Find(results, ClaimList.Expansion);

    /// <summary>An arm in the common setting; null where it did not run.</summary>
    public static ArmOutcome? Find(StudyResults results, string arm) => Find(results, arm, results.Common);

    /// <summary>The same in any setting, compared at its target or at another.</summary>
    public static ArmOutcome? Find(StudyResults results, string arm, Setting setting, double? target = null) =>
        results.Find(arm, setting.Name, target);

    /// <summary>The arms of these groups in the common setting that have a result.</summary>
    public static IReadOnlyList<ArmOutcome> Baselines(StudyResults results, params ArmGroup[] groups) =>
        [.. results.Of(results.Common.Name).Where(arm => groups.Contains(arm.Arm.Group) && arm.Seeds.Count > 0)];

    /// <summary>
    /// How much more an arm retains at the target than another, over what that retains: the mean over seeds; null for none in common.
    /// </summary>
    public static double? RelativeGain(ArmOutcome arm, ArmOutcome other)
    {
        var others = other.AtTarget(Retention.Ratio);
        return Interval.Of(arm.AtTarget(Retention.Ratio)
            .Where(value => others.ContainsKey(value.Key))
            .Select(value => (value.Value / others[value.Key]) - 1))?.Mean;
    }

    /// <summary>A share as percents with its sign.</summary>
    public static string Percent(double share) => $"{(share >= 0 ? "+" : "")}{Words.Number(100 * share, "0.0")} %";
}
