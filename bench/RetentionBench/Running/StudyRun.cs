using System.Collections.Concurrent;
using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Running;

/// <summary>Runs what is missing of a study, and gathers what is there.</summary>
/// <param name="plan">What is wanted.</param>
/// <param name="folder">Where everything lies.</param>
/// <param name="parallel">Trials at a time.</param>
/// <param name="output">For progress.</param>
internal sealed class StudyRun(StudyPlan plan, BenchFolder folder, int parallel, TextWriter output)
{
    private readonly TrialStore _store = new(folder);
    private readonly ConcurrentDictionary<string, string> _refused = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _done;

    /// <summary>Sweeps, then the common setting, then the others, so that what matters most is there first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RunAsync("learning rates", Sweeps, cancellationToken);
        foreach (var setting in plan.Arms.SelectMany(plan.SettingsOf).Distinct())
        {
            Arm[] arms = [.. plan.Arms.Where(arm => plan.SettingsOf(arm).Contains(setting))];
            await RunAsync(setting.Name, [.. arms.SelectMany(arm => TrialsOf(arm, setting))], cancellationToken);
        }
    }

    /// <summary>What is there.</summary>
    public StudyResults Gather(BaseModel baseModel) => new(
        baseModel,
        plan.Arms,
        _store.FindAll(Sweeps),
        _store.FindAll(plan.Arms.SelectMany(arm => plan.SettingsOf(arm).SelectMany(setting => TrialsOf(arm, setting)))),
        _refused)
    {
        Common = plan.Common,
    };

    /// <summary>The trials of an arm in a setting; none while its learning rate is not chosen.</summary>
    public IEnumerable<Trial> TrialsOf(Arm arm, Setting setting)
    {
        var sweep = plan.Sweep(arm);
        var results = _store.FindAll(sweep);
        return results.Count < sweep.Count ? []
            : plan.Trials(arm, setting, sweep.Count == 0 ? arm.QuickRate : RateChoice.Of(results));
    }

    // Arms that vary another one have its sweep.
    private Trial[] Sweeps => [.. plan.Arms.SelectMany(plan.Sweep).DistinctBy(trial => trial.Key())];

    private async Task RunAsync(string part, Trial[] trials, CancellationToken cancellationToken)
    {
        Trial[] missing = [.. trials.Where(trial => _store.Find(trial) is null)];
        output.WriteLine($"{part}: {trials.Length} trials, {missing.Length} to run");
        _done = 0;
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (trial, token) => await RunAsync(part, trial, missing.Length, token));
    }

    private async Task RunAsync(string part, Trial trial, int count, CancellationToken cancellationToken)
    {
        if (_refused.ContainsKey(trial.Arm.Name))
        {
            return;
        }

        var outcome = await ChildProcess.RunAsync(folder.Root, trial, cancellationToken);
        if (outcome is ChildOutcome.Refused refused && !_refused.TryAdd(trial.Arm.Name, refused.Reason))
        {
            return; // said already
        }

        var done = Interlocked.Increment(ref _done);
        var words = outcome switch
        {
            ChildOutcome.Refused { Reason: var reason } => $"passed over: {reason}",
            ChildOutcome.Failed { Reason: var reason } => $"failed, to be tried again at the next start: {reason}",
            _ => Describe(_store.Find(trial)!), // not null: it is done
        };
        var elapsed = TimeProvider.System.GetElapsedTime(_started);
        output.WriteLine(
            $"[{elapsed:hh\\:mm\\:ss}] {part} {done}/{count}: {trial.Arm.Name}, lr {trial.LearningRate}, seed {trial.Seed}: {words}");
    }

    private static string Describe(TrialResult result) => result.Evaluations is [.., var end]
        ? $"downstream {end.Downstream:0.000}, general {end.MeanGeneral():0.000}, {result.WallSeconds:0} s"
        : $"no result: {result.Failure}";
}
