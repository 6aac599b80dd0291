using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Everything that is known so far; tables, plots and claims are drawn from it.</summary>
/// <param name="Base">The base model.</param>
/// <param name="Arms">All arms that were asked for, in order.</param>
/// <param name="Sweep">The trials that learning rates were chosen from.</param>
/// <param name="Trials">The trials that count.</param>
/// <param name="Refused">By name: why the product did not run an arm.</param>
internal sealed record StudyResults(
    BaseModel Base,
    IReadOnlyList<Arm> Arms,
    IReadOnlyList<TrialResult> Sweep,
    IReadOnlyList<TrialResult> Trials,
    IReadOnlyDictionary<string, string> Refused)
{
    /// <summary>Where all arms are compared.</summary>
    public Setting Common { get; init; } = Settings.Common;

    // Runs of the toy end at an accuracy, those of a corpus after some rounds: there less is asked, so that slow methods can be compared.
    private const double MatchedShare = 0.95;
    private const double MatchedGain = 0.7;

    /// <summary>How the accuracy at which arms are compared follows from the trials.</summary>
    public string TargetRule => Common.Corpus is null
        ? "95 % of the best arm's best"
        : "70 % of the way from the base model's to the best arm's best";

    /// <summary>The accuracy at which a setting's arms are compared; null where no trial of it is done.</summary>
    public double? TargetOf(string setting)
    {
        var trials = Trials.Where(result => result.Trial.Setting.Name == setting).ToArray();
        if (trials.Length == 0)
        {
            return null;
        }

        var best = trials.GroupBy(result => result.Trial.Arm.Name).Max(arm => arm.Average(SeedOutcome.BestOf));
        var start = trials.SelectMany(result => result.Evaluations.Take(1)).Select(first => first.Downstream).DefaultIfEmpty(0).Average();
        return Common.Corpus is null ? MatchedShare * best : start + (MatchedGain * (best - start));
    }

    /// <summary>The accuracy at which two arms alone are compared: 95 % of the lesser one's best; null where one did not run.</summary>
    public double? TargetOf(string setting, string arm, string other) =>
        Find(arm, setting) is { } first && Find(other, setting) is { } second
            ? MatchedShare * Math.Min(first.Best.Values.Average(), second.Best.Values.Average())
            : null;

    /// <summary>Every arm that ran in a setting, compared at the setting's target or at another.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="target">The downstream accuracy; null for the setting's own.</param>
    public IReadOnlyList<ArmOutcome> Of(string setting, double? target = null)
    {
        var wanted = target ?? TargetOf(setting);
        return [.. Arms.Select(arm => OutcomeOf(arm, setting, wanted)).Where(outcome => outcome.Seeds.Count + outcome.Failures > 0)];
    }

    /// <summary>One arm of a setting; null where none of its trials is done.</summary>
    public ArmOutcome? Find(string arm, string setting, double? target = null) =>
        Of(setting, target).FirstOrDefault(outcome => outcome.Arm.Name == arm && outcome.Seeds.Count > 0);

    private ArmOutcome OutcomeOf(Arm arm, string setting, double? target)
    {
        var all = Trials
            .Where(result => result.Trial.Arm.Name == arm.Name && result.Trial.Setting.Name == setting)
            .OrderBy(result => result.Trial.Seed)
            .ToArray();
        return new(
            arm,
            all.FirstOrDefault()?.Trial.LearningRate ?? 0,
            [.. all.Where(result => result.Evaluations.Count > 0).Select(result => new SeedOutcome(result, FirstAt(result, target)))],
            all.Count(result => result.Evaluations.Count == 0));
    }

    private static Evaluation? FirstAt(TrialResult result, double? target) =>
        result.Evaluations.FirstOrDefault(evaluation => evaluation.Downstream >= target);
}
