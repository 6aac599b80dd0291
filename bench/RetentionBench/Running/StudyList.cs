using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Running;

/// <summary>What <c>--list</c> prints: the arms with their settings, and how much of it is done.</summary>
internal static class StudyList
{
    public static void Tell(StudyPlan plan, StudyRun run, BenchFolder folder, TextWriter output)
    {
        var store = new TrialStore(folder);
        foreach (var arm in plan.Arms)
        {
            var sweep = plan.Sweep(arm);
            var guard = arm.Guard is null ? "" : $", retentionGuard {arm.Guard}";
            output.WriteLine($"{arm.Name} ({arm.Group}): method {arm.Method}{guard}");
            if (sweep.Count > 0)
            {
                output.WriteLine($"    learning rates: {store.FindAll(sweep).Count} of {sweep.Count} done");
            }

            foreach (var setting in plan.SettingsOf(arm))
            {
                Trial[] trials = [.. run.TrialsOf(arm, setting)];
                output.WriteLine(trials.Length == 0
                    ? $"    {setting.Name}: the learning rate is not chosen yet"
                    : $"    {setting.Name}: {store.FindAll(trials).Count} of {trials.Length} done, lr {trials[0].LearningRate}");
            }
        }
    }
}
