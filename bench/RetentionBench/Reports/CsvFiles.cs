using System.Text;
using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>The figures behind the tables, for other programs.</summary>
internal static class CsvFiles
{
    /// <summary>A row for each trial that counts.</summary>
    public static string Trials(StudyResults results)
    {
        var text = new StringBuilder(
            "setting,arm,learning_rate,seed,trainable_parameters,best_downstream,end_downstream,end_general,round_at_target,"
            + "downstream_at_target,general_at_target,retention_at_target,bytes_to_target,simulated_seconds_to_target,"
            + "training_seconds_to_target,peak_memory_bytes,wall_seconds\n");
        foreach (var (setting, arm, seed) in Seeds(results))
        {
            var at = seed.AtTarget;
            text.AppendLine(Row(
                setting.Name, arm.Arm.Name, arm.LearningRate, seed.Seed, seed.Result.TrainableParameters,
                seed.Best, seed.End.Downstream, seed.End.MeanGeneral(),
                at?.Round, at?.Downstream, at?.MeanGeneral(), at is null ? null : Retention.Ratio(seed.Start, at), at?.Bytes,
                at?.SimulatedSeconds, at?.TrainingSeconds, seed.Result.PeakMemoryBytes, seed.Result.WallSeconds));
        }

        return text.ToString();
    }

    /// <summary>A row for each evaluation of these trials.</summary>
    public static string Evaluations(StudyResults results)
    {
        string[] tasks = [.. results.Base.Tasks.Select(task => task.Name)];
        var text = new StringBuilder(
            "setting,arm,seed,round,validation,downstream,general,retention,bytes,simulated_seconds,training_seconds,"
            + string.Join(',', [.. tasks, .. tasks.Select(task => $"loss_{task}")]) + "\n");
        foreach (var (setting, arm, seed) in Seeds(results))
        {
            foreach (var now in seed.Result.Evaluations)
            {
                text.AppendLine(Row(
                [
                    setting.Name, arm.Arm.Name, seed.Seed, now.Round, now.Validation, now.Downstream, now.MeanGeneral(),
                    Retention.Ratio(seed.Start, now), now.Bytes, now.SimulatedSeconds, now.TrainingSeconds,
                    .. now.General.Cast<object>(), .. now.GeneralLoss.Cast<object>(),
                ]));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(Setting Setting, ArmOutcome Arm, SeedOutcome Seed)> Seeds(StudyResults results) =>
        from setting in results.Trials.Select(result => result.Trial.Setting).Distinct()
        from arm in results.Of(setting.Name)
        from seed in arm.Seeds
        select (setting, arm, seed);

    // No name here has a comma or a quotation mark.
    private static string Row(params object?[] cells) =>
        string.Join(',', cells.Select(cell => FormattableString.Invariant($"{cell}")));
}
