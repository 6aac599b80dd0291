using System.Globalization;
using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Claims;

/// <summary>B1 and B9: what holds of the model itself.</summary>
internal static class ModelClaims
{
    private const double LargestDifference = 1e-5;

    /// <summary>B1: before the first round a model with new blocks scores what the base scores, wherever the blocks are.</summary>
    public static Claim FunctionIsPreserved(StudyResults results)
    {
        const string text = "expansion starts as the base model (mean losses before round 1 differ by 1e-5 at most)";
        var starts = results.Of(results.Common.Name).Where(arm => arm.Seeds.Count > 0).ToArray();
        var plain = starts.FirstOrDefault(arm => arm.Arm.Group == ArmGroup.Full);
        ArmOutcome[] expanded = [.. starts.Where(arm => arm.Arm.HasBlocks)];
        if (plain is null || expanded.Length == 0)
        {
            return new("B1", text, Verdict.NotRun, "wanted full and an expansion arm");
        }

        var before = plain.Seeds[0].Start.GeneralLoss;
        var largest = expanded
            .SelectMany(arm => arm.Seeds)
            .Max(seed => seed.Start.GeneralLoss.Zip(before, (expanded, loss) => Math.Abs(expanded - loss)).Max());
        return new(
            "B1",
            text,
            largest <= LargestDifference ? Verdict.Pass : Verdict.Fail,
            $"largest difference {largest.ToString("0.0e+0", CultureInfo.InvariantCulture)} over {expanded.Length} arms; "
            + "post-LN models are for the method's own tests");
    }

    /// <summary>B9: after the last round, its blocks bypassed, a model scores what it did before the first, to the last bit.</summary>
    public static Claim BypassIsTheBase(StudyResults results)
    {
        const string text = "with the blocks bypassed the model is the base model (mean losses are equal to the last bit)";
        var bypassed = results.Trials
            .Where(result => result.BypassedGeneralLoss is not null && result.Evaluations.Count > 0)
            .ToArray();
        if (bypassed.Length == 0)
        {
            return new("B9", text, Verdict.NotRun, "wanted an expansion arm");
        }

        var equal = bypassed.Count(result => result.BypassedGeneralLoss!.SequenceEqual(result.Evaluations[0].GeneralLoss)); // not null
        var verdict = equal == bypassed.Length ? Verdict.Pass : Verdict.Fail;
        return new("B9", text, verdict, $"{equal} of {bypassed.Length} trials are equal");
    }
}
