using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Claims;

/// <summary>B6 to B8: who trains which block, where blocks are, and how they are averaged.</summary>
internal static class BlockClaims
{
    /// <summary>The arm whose blocks are drawn.</summary>
    public const string Random = "blocks-room-random";

    /// <summary>The same, averaged over all clients.</summary>
    public const string RandomOverCohort = "blocks-room-random-over-cohort";

    /// <summary>The arm that stands for the paper's method, averaged over all clients.</summary>
    public const string OverCohort = "blocks-room-over-cohort";

    private const string Top = "place-top-1";
    private const string Bottom = "place-bottom-1";
    private const double FailingMargin = 0.05;

    /// <summary>
    /// B6: better than random blocks, in retention or in seconds, and in neither worse, at an accuracy that both come to.
    /// </summary>
    /// <param name="results">The study's.</param>
    /// <param name="setting">Where both ran.</param>
    /// <param name="name">The claim's.</param>
    /// <param name="chosen">The arm whose blocks are chosen.</param>
    /// <param name="drawn">The arm whose blocks are drawn.</param>
    public static Claim AllocationHelps(StudyResults results, Setting setting, string name, string chosen, string drawn)
    {
        const string text = "allocation beats random allocation";
        var target = results.TargetOf(setting.Name, chosen, drawn);
        if (Evidence.Find(results, chosen, setting, target) is not { } allocated
            || Evidence.Find(results, drawn, setting, target) is not { } random)
        {
            return new(name, text, Verdict.NotRun, $"wanted {chosen} and {drawn}");
        }

        var retention = Interval.OfDifferences(allocated.AtTarget(Retention.Ratio), random.AtTarget(Retention.Ratio));
        var seconds = Interval.OfDifferences(
            allocated.AtTarget(now => now.SimulatedSeconds), random.AtTarget(now => now.SimulatedSeconds));
        if (retention is null || seconds is null)
        {
            return new(name, text, Verdict.NotRun, "no seed in which both reached the target");
        }

        var isBetter = retention.Low > 0 || seconds.High < 0;
        var isWorse = retention.High < 0 || seconds.Low > 0;
        return new(
            name,
            text,
            isBetter && !isWorse ? Verdict.Pass : Verdict.Fail,
            $"{chosen} less {drawn} at {Words.Number(target!.Value, "0.000")}, seed by seed: " // not null: both ran
            + $"retention {Words.Difference(retention, "0.000")}, simulated seconds {Words.Difference(seconds, "0.0")}");
    }

    /// <summary>B7: the number and the places of blocks matter; one at the top alone does not learn.</summary>
    public static Claim PlaceMatters(StudyResults results)
    {
        const string text = "where blocks are matters: one at the top learns less than one at the bottom";
        if (Evidence.Find(results, Top) is not { } top || Evidence.Find(results, Bottom) is not { } bottom)
        {
            return new("B7", text, Verdict.NotRun, $"wanted {Top} and {Bottom}");
        }

        var (least, most) = (top.Best.Values.Average(), bottom.Best.Values.Average());
        return new(
            "B7",
            text,
            least <= most - FailingMargin ? Verdict.Pass : Verdict.Fail,
            $"best downstream: {Top} {Words.Number(least, "0.000")}, {Bottom} {Words.Number(most, "0.000")}");
    }

    /// <summary>B8: averaging over a block's trainers surely needs fewer rounds than over the cohort.</summary>
    /// <param name="results">The study's.</param>
    /// <param name="setting">Where both ran.</param>
    /// <param name="name">The claim's.</param>
    public static Claim TrainersOnly(StudyResults results, Setting setting, string name)
    {
        const string text = "averaging over a block's trainers beats averaging over all clients";
        if (Evidence.Find(results, ClaimList.Allocated, setting) is not { } trainers
            || Evidence.Find(results, OverCohort, setting) is not { } cohort)
        {
            return new(name, text, Verdict.NotRun, $"wanted {ClaimList.Allocated} and {OverCohort}");
        }

        if (Interval.OfDifferences(trainers.AtTarget(now => now.Round), cohort.AtTarget(now => now.Round)) is not { } rounds)
        {
            return new(
                name, text, trainers.Reached > cohort.Reached ? Verdict.Pass : Verdict.Fail,
                $"seeds at the target: {trainers.Reached} against {cohort.Reached}");
        }

        return new(
            name, text, rounds.High < 0 ? Verdict.Pass : Verdict.Fail,
            $"rounds to the target, seed by seed: {Words.Difference(rounds, "0.0")}");
    }
}
