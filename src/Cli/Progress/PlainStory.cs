using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Progress;

/// <summary>
/// A run as a person would tell it: which event is worth a line, and the line. A round is at most ten of them, however many
/// clients it has.
/// </summary>
internal static class PlainStory
{
    private const int MostComplaintsARound = 3;

    // A round shorter than this tells itself by its end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The line for <paramref name="event"/>, or null where it is not worth one.</summary>
    public static string? Line(RunProgress before, object @event, RunProgress after, DateTimeOffset now) => @event switch
    {
        ClientJoined when after.AreAllIn && !before.AreAllIn => AllIn(after),
        EvaluationReport { Tasks.Count: > 0 } report when after.LastEvaluation != before.LastEvaluation =>
            $"{Words.Checkpoint(report.Round)} measured: {Words.Scores(report)}",
        TestSplitReport when after.LastTests is { } tests && tests != before.LastTests =>
            $"{Words.Checkpoint(tests.Round)} measured: {Words.Scores(tests)}",
        RoundOpened when after.Open is { } open && before.Open != open =>
            $"round {open.Number}/{after.Rounds}: {Words.Count(open.Cohort.Count, "client")} asked to train"
            + (open.Attempt > 1 ? $", attempt {open.Attempt}" : ""),
        TrainingProgressed => Quarter(before, after, now),
        UpdateJudged { Verdict: not UpdateVerdict.Accepted } judged when Complaints(after) <= MostComplaintsARound =>
            $"{judged.ClientId}'s update is left out ({judged.Verdict}, {judged.Reason}): {judged.Detail}",
        RoundClosed closed when after.Committed != before.Committed => Closed(before, closed, now),
        RoundAbandoned abandoned when before.Open is not null =>
            $"round {abandoned.Round}/{after.Rounds} abandoned: {abandoned.Detail}",
        ClientFailed failed when Lost(after) > Lost(before) || failed.ClientId is null =>
            $"{failed.ClientId?.Value ?? "the evaluator"} is lost: {failed.Code} {failed.Message}",
        Warning warning when after.Warnings != before.Warnings => $"warning: {warning.Message}",
        _ => null,
    };

    private static string AllIn(RunProgress progress) =>
        $"{Words.Count(progress.Clients.Length, "client")} joined with "
        + $"{Words.Count(progress.Clients.Sum(client => client.TrainExampleCount), "example")} to train on, "
        + $"{Words.Count(progress.Clients.Sum(client => client.TestExampleCount))} to test on";

    private static string? Quarter(RunProgress before, RunProgress after, DateTimeOffset now)
    {
        var quarter = (int)(after.RoundFraction * 4);
        if (after.Open is not { } open || quarter == (int)(before.RoundFraction * 4) || quarter == 4
            || now - open.OpenedAt < Patience * quarter)
        {
            return null;
        }

        var left = after.Remaining(now) is { } remaining ? $", about {Words.Time(remaining)} left" : "";
        return $"round {open.Number}/{after.Rounds}: {quarter * 25} % trained, loss {Words.Loss(after.Loss)}{left}";
    }

    private static string Closed(RunProgress before, RoundClosed closed, DateTimeOffset now)
    {
        var time = before.Open is { } open ? $" in {Words.Time(now - open.OpenedAt)}" : "";
        return $"round {closed.Round}/{before.Rounds} committed{time}: {Words.Count(closed.Accepted.Count, "update")} averaged over "
            + $"{Words.Count(closed.ExampleCount, "example")}, loss {Words.Loss(before.Loss)}";
    }

    private static int Lost(RunProgress progress) => progress.Clients.Count(client => client.Stage == ClientStage.Lost);

    private static int Complaints(RunProgress progress) =>
        progress.Clients.Count(client => client.Stage == ClientStage.LeftOut);
}
