using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Comparisons across settings.</summary>
internal static class Heterogeneity
{
    /// <summary>The lowest target of the settings from one place to very different clients; null where one has no trial.</summary>
    public static double? CommonTarget(StudyResults results)
    {
        double?[] targets =
            [.. Settings.Federated.Prepend(Settings.Centralised).Select(setting => results.TargetOf(setting.Name))];
        return targets.Any(target => target is null) ? null : targets.Min();
    }
}
