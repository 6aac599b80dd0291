using FedK8s.Aggregator.Measurements;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>When a run is complete, and what it says then.</summary>
internal static class RunEnd
{
    private const int MostNamed = 5;

    /// <summary>Whether no round follows.</summary>
    public static bool IsOver(RunObservation run) => run.Committed.Value >= run.Spec.Rounds.Max || FindEarlyEnd(run) is not null;

    /// <summary>The last step, once everything is measured or was awaited for long enough; null before.</summary>
    public static RunStep.Complete? Find(RunObservation run, DateTimeOffset now)
    {
        if (!IsOver(run))
        {
            return null;
        }

        var missing = DescribeMissing(run);
        if (missing is not null && now < RunRules.MeasurementDeadline(run))
        {
            return null;
        }

        var early = FindEarlyEnd(run);
        string?[] parts = [early?.Message, missing];
        var message = string.Join("; ", parts.OfType<string>());
        return new(early?.Reason ?? EndReason.RoundsCommitted, message.Length > 0 ? message : null, missing is not null);
    }

    // A round that is open, or closed and not yet committed, goes on: it was opened because the run was not over.
    private static EarlyEnd? FindEarlyEnd(RunObservation run) =>
        run is { Spec.Evaluation.EarlyStopping: { } stopping, Open: null } && !run.Checkpoints.Contains(run.Committed.Next)
            ? EarlyStopping.Find(stopping, run.Measurements)
            : null;

    private static string? DescribeMissing(RunObservation run)
    {
        string[] missing =
        [
            .. run.MissingEvaluations.Select(round => $"the evaluation of round {round}"),
            .. run.MissingTestSplits.Select(split => $"{split.ClientId}'s report on round {split.Round}"),
        ];
        return missing.Length == 0
            ? null
            : $"without {string.Join(", ", missing.Take(MostNamed))}"
                + (missing.Length > MostNamed ? $" and {missing.Length - MostNamed} more" : "")
                + $", awaited for {run.Spec.Rounds.DeadlineSeconds} s";
    }
}
