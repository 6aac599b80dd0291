using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Claims;

/// <summary>B2 to B5: the paper's own claims.</summary>
internal static class PaperClaims
{
    private const double LeastGain = 0.12;
    private const double MostGain = 0.74;
    private const double LeastSpeed = 1.9;
    private const double MostSpeed = 3.1;
    private const double DownstreamMargin = 0.01;

    private static readonly string[] _heterogeneityArms = ["full", "lora-all"];

    /// <summary>B2: at matched downstream accuracy, 12 to 74 % (here: relative) over each PEFT arm.</summary>
    public static Claim MoreIsRetained(StudyResults results)
    {
        const string text = "retains 12 to 74 % more than other federated fine-tuning, at one downstream accuracy";
        var baselines = Evidence.Baselines(results, ArmGroup.Peft);
        if (Evidence.Paper(results) is not { } paper || baselines.Count == 0)
        {
            return new("B2", text, Verdict.NotRun, "wanted an expansion arm and a PEFT arm");
        }

        if (paper.Reached == 0)
        {
            return new("B2", text, Verdict.Fail, $"{paper.Arm.Name} did not reach the target");
        }

        var gains = baselines.Select(arm => (arm.Arm.Name, Gain: Evidence.RelativeGain(paper, arm))).ToArray();
        double[] known = [.. gains.Where(gain => gain.Gain is not null).Select(gain => gain.Gain!.Value)]; // not null: filtered before
        var verdict = known.Length == 0 ? Verdict.NotRun
            : known.Min() <= 0 ? Verdict.Fail
            : known.Min() >= LeastGain && known.Max() <= MostGain ? Verdict.Pass
            : Verdict.OutsideBand;
        var words = gains.Select(gain => $"{gain.Name} {(gain.Gain is { } value ? Evidence.Percent(value) : "not reached")}");
        return new("B2", text, verdict, $"{paper.Arm.Name} against {string.Join(", ", words)}");
    }

    /// <summary>B3: the best downstream accuracy is within a point of the best arm's.</summary>
    public static Claim DownstreamIsNotWorse(StudyResults results)
    {
        const string text = "downstream accuracy is not worse (within a point of the best arm)";
        if (Evidence.Paper(results) is not { } paper)
        {
            return new("B3", text, Verdict.NotRun, "wanted an expansion arm");
        }

        var best = results.Of(results.Common.Name)
            .Where(arm => arm.Seeds.Count > 0)
            .MaxBy(arm => arm.Best.Values.Average())!; // the paper's is one
        var (own, most) = (paper.Best.Values.Average(), best.Best.Values.Average());
        return new(
            "B3",
            text,
            own >= most - DownstreamMargin ? Verdict.Pass : Verdict.Fail,
            $"{paper.Arm.Name} {Words.Number(own, "0.000")}, {best.Arm.Name} {Words.Number(most, "0.000")}");
    }

    /// <summary>B4: simulated seconds to the target, against the slowest baseline that reached it.</summary>
    public static Claim ConvergesFaster(StudyResults results)
    {
        const string text = "converges 1.9 to 3.1 times as fast (simulated seconds, against the slowest baseline)";
        var baselines = Evidence.Baselines(results, ArmGroup.Full, ArmGroup.Peft);
        if (Evidence.Paper(results) is not { } paper || baselines.All(arm => arm.Reached == 0))
        {
            return new("B4", text, Verdict.NotRun, "wanted an expansion arm, and a baseline that reached the target");
        }

        if (paper.Reached == 0)
        {
            return new("B4", text, Verdict.Fail, $"{paper.Arm.Name} did not reach the target");
        }

        var slowest = baselines.Where(arm => arm.Reached > 0).MaxBy(Seconds)!; // one reached it
        var speed = Seconds(slowest) / Seconds(paper);
        var verdict = speed <= 1 ? Verdict.Fail : speed is >= LeastSpeed and <= MostSpeed ? Verdict.Pass : Verdict.OutsideBand;
        var never = baselines.Where(arm => arm.Reached == 0).Select(arm => arm.Arm.Name).ToArray();
        return new(
            "B4",
            text,
            verdict,
            $"{paper.Arm.Name} {Words.Number(Seconds(paper), "0.0")} s, {slowest.Arm.Name} {Words.Number(Seconds(slowest), "0.0")} s: "
            + $"{Words.Number(speed, "0.00")} times" + (never.Length == 0 ? "" : $"; never there: {string.Join(", ", never)}"));
    }

    /// <summary>B5: full and LoRA lose more the more clients differ, and least in one place.</summary>
    public static Claim HeterogeneityForgets(StudyResults results)
    {
        const string text = "federated forgetting exceeds centralised, and rises as clients differ more";
        Setting[] settings = [Settings.Centralised, .. Settings.Federated];
        var target = Heterogeneity.CommonTarget(results);
        var drops = _heterogeneityArms
            .Select(name => (Name: name, Drops: settings
                .Select(setting => results.Find(name, setting.Name, target))
                .Select(arm => arm is null ? null : Interval.Of(arm.AtTarget(Retention.Drop).Values)?.Mean)
                .ToArray()))
            .ToArray();
        if (target is null || drops.Any(arm => arm.Drops.Any(drop => drop is null)))
        {
            return new("B5", text, Verdict.NotRun, "wanted full and lora-all at one downstream accuracy in five settings");
        }

        var isRising = drops.All(arm => arm.Drops.Zip(arm.Drops.Skip(1)).All(pair => pair.First <= pair.Second));
        var words = drops.Select(arm => $"{arm.Name} " + string.Join(
            ", ", settings.Zip(arm.Drops, (setting, drop) => $"{setting.Name} {Words.Number(drop!.Value, "0.0")}"))); // checked above
        return new("B5", text, isRising ? Verdict.Pass : Verdict.Fail, $"points lost: {string.Join("; ", words)}");
    }

    private static double Seconds(ArmOutcome arm) => arm.AtTarget(now => now.SimulatedSeconds).Values.DefaultIfEmpty(0).Average();
}
