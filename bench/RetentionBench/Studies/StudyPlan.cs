using System.Text.RegularExpressions;
using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Which trials a study has.</summary>
/// <param name="isQuick">Whether the short form is meant.</param>
/// <param name="only">Arms by name; null for all.</param>
/// <param name="seeds">Seeds of each arm, from 1.</param>
/// <param name="baseKey">The base model's.</param>
internal sealed class StudyPlan(bool isQuick, Regex? only, int seeds, string baseKey)
{
    private Protocol Protocol => isQuick ? Protocol.Quick : Protocol.Full;

    /// <summary>In the tables' order.</summary>
    public IReadOnlyList<Arm> Arms { get; } =
    [
        .. ArmList.All.Where(arm => arm.Studies.HasFlag(isQuick ? Study.Quick : Study.Main) && only?.IsMatch(arm.Name) != false),
    ];

    /// <summary>The settings that an arm runs in.</summary>
    public IEnumerable<Setting> SettingsOf(Arm arm) => isQuick
        ? [Settings.Common]
        : Settings.All.Where(pair => arm.Studies.HasFlag(pair.Study)).Select(pair => pair.Setting);

    /// <summary>The trials that an arm's learning rate is chosen from; none in the short form.</summary>
    public IReadOnlyList<Trial> Sweep(Arm arm) => isQuick
        ? []
        : [.. arm.Rates.Select(rate => new Trial(arm, Settings.Common, Protocol, rate, Protocol.SweepSeed, baseKey))];

    /// <summary>The trials that count.</summary>
    public IEnumerable<Trial> Trials(Arm arm, Setting setting, double rate) =>
        Enumerable.Range(1, seeds).Select(seed => new Trial(arm, setting, Protocol, rate, seed, baseKey));
}
