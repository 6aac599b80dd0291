using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>Every arm with blocks against the one whose blocks are drawn at random.</summary>
internal static class AllocationTable
{
    /// <param name="results">The study's.</param>
    /// <param name="setting">Where.</param>
    /// <param name="reference">The arm whose blocks are drawn.</param>
    public static Table Of(StudyResults results, Setting setting, string reference)
    {
        var random = results.Find(reference, setting.Name);
        return new(
            $"Blocks: differences to {reference}, seed by seed: {setting.Name}",
            "At the target, over the seeds in which both reached it, with half of the 95 % interval; a star where it excludes 0. "
            + "Retention in points of 100.",
            ["arm", "retention", "rounds", "simulated s", "megabytes", "seeds"],
            [
                .. (random is null ? [] : results.Of(setting.Name))
                    .Where(arm => arm.Seeds.Count > 0 && arm.Arm.HasBlocks && arm.Arm.Name != reference)
                    .Select(arm => (string[])
                    [
                        arm.Arm.Name,
                        Cell(arm.AtTarget(Retention.Ratio), random!.AtTarget(Retention.Ratio), "0.0", 100), // not null: there are rows
                        Cell(arm.AtTarget(now => now.Round), random.AtTarget(now => now.Round), "0.0"),
                        Cell(arm.AtTarget(now => now.SimulatedSeconds), random.AtTarget(now => now.SimulatedSeconds), "0.0"),
                        Cell(arm.AtTarget(now => now.Bytes), random.AtTarget(now => now.Bytes), "0.0", 1e-6),
                        $"{arm.AtTarget(now => now.Round).Keys.Intersect(random.AtTarget(now => now.Round).Keys).Count()}",
                    ]),
            ]);
    }

    private static string Cell(
        IReadOnlyDictionary<int, double> arm, IReadOnlyDictionary<int, double> random, string format, double scale = 1)
    {
        var difference = Interval.OfDifferences(arm, random);
        return Words.Difference(difference, format, scale) + (difference is { Low: > 0 } or { High: < 0 } ? " *" : "");
    }
}
