using System.Text.RegularExpressions;
using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Studies;

/// <summary>Which trials a study has.</summary>
/// <param name="isQuick">Whether the short form is meant.</param>
/// <param name="only">Arms by name; null for all.</param>
/// <param name="settings">Settings by name; null for all.</param>
/// <param name="seeds">Seeds of each arm, from 1; null for as many as the study has.</param>
/// <param name="corpus">What is taught; null for the toy.</param>
internal sealed class StudyPlan(bool isQuick, Regex? only, Regex? settings, int? seeds, Corpus? corpus)
{
    private const int QuickSeeds = 2;
    private const int CommonSeeds = 5;
    private const int OtherSeeds = 3;

    private readonly string _base = corpus is null ? BaseRun.Key : CorpusBase.Key;

    /// <summary>Where all arms are compared and learning rates are chosen.</summary>
    public Setting Common { get; } = Settings.CommonOf(corpus);

    private Protocol Protocol => corpus is { } texts ? Protocol.Of(texts) : isQuick ? Protocol.Quick : Protocol.Full;

    private Study Study => corpus is not null ? Study.Corpora : isQuick ? Study.Quick : Study.Main;

    /// <summary>In the tables' order.</summary>
    public IReadOnlyList<Arm> Arms =>
        [.. ArmList.All.Where(arm => (arm.Studies.HasFlag(Study) || SettingsOf(arm).Any()) && only?.IsMatch(arm.Name) != false)];

    /// <summary>The settings that an arm runs in.</summary>
    public IEnumerable<Setting> SettingsOf(Arm arm) => isQuick || corpus is not null
        ? arm.Studies.HasFlag(Study) ? [Common] : []
        : Settings.All
            .Where(pair => arm.Studies.HasFlag(pair.Study) && settings?.IsMatch(pair.Setting.Name) != false)
            .Select(pair => pair.Setting);

    /// <summary>
    /// The trials that an arm's learning rate is chosen from: its own, or those of the arm that it varies; of a corpus, those of the first
    /// arm with its method. None in the short form.
    /// </summary>
    public IReadOnlyList<Trial> Sweep(Arm arm)
    {
        if (isQuick)
        {
            return [];
        }

        var chooses = ArmList.All.First(known => known.Studies.HasFlag(Study)
            && (corpus is null ? known.Name == (arm.RateOf ?? arm.Name) : known.MethodName == arm.MethodName));
        return [.. chooses.Rates.Select(rate => new Trial(chooses, Common, Protocol, rate, Protocol.SweepSeed, _base))];
    }

    /// <summary>The trials that count.</summary>
    public IEnumerable<Trial> Trials(Arm arm, Setting setting, double rate) =>
        Enumerable.Range(1, seeds ?? SeedsOf(setting)).Select(seed => new Trial(
            arm, setting, Protocol with { Rounds = setting.Rounds ?? Protocol.Rounds }, rate, seed, _base));

    private int SeedsOf(Setting setting) => isQuick ? QuickSeeds : setting == Common ? CommonSeeds : OtherSeeds;
}
