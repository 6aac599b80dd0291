using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>What is lost as clients differ more, all at one downstream accuracy.</summary>
internal static class HeterogeneityTable
{
    public static Table Of(StudyResults results)
    {
        Setting[] settings = [Settings.Centralised, .. Settings.Federated];
        var target = Heterogeneity.CommonTarget(results);
        var arms = results.Arms.Where(arm => results.Find(arm.Name, Settings.Centralised.Name) is not null);
        return new(
            "General accuracy lost as clients differ more",
            $"Drop in points at the first evaluation with downstream accuracy of at least {Words.Number(target ?? 0, "0.000")}, "
            + "the lowest of the settings' targets; in brackets the rounds to it.",
            ["arm", .. settings.Select(setting => setting.Name)],
            [
                .. arms.Select(arm => (string[])
                    [arm.Name, .. settings.Select(setting => Cell(results.Find(arm.Name, setting.Name, target)))]),
            ]);
    }

    private static string Cell(ArmOutcome? arm) => arm is null ? Words.None
        : arm.Reached == 0 ? "not reached"
        : $"{Mean(arm.AtTarget(Retention.Drop))} ({Mean(arm.AtTarget(now => now.Round))})";

    private static string Mean(IReadOnlyDictionary<int, double> bySeed) => Words.Of(Interval.Of(bySeed.Values), "0.0");
}
