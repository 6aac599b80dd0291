using FedK8s.Contracts.Events;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Progress;

/// <summary>The events of a run as objects for programs; docs/cli.md lists their fields.</summary>
internal static class JsonEvents
{
    /// <summary>The object to write as a line, or null where the event is not for others.</summary>
    public static object? Of(object @event, RunProgress after, DateTimeOffset now) => @event switch
    {
        ClientJoined joined => new
        {
            Event = "clientJoined",
            At = now,
            Client = joined.ClientId,
            joined.Capability,
            joined.TrainExampleCount,
            joined.TestExampleCount,
        },
        RoundOpened opened => new
        {
            Event = "roundOpened",
            At = now,
            opened.Round,
            after.Rounds,
            opened.Attempt,
            opened.Cohort,
            opened.Deadline,
        },
        TrainingProgressed { Stage: WorkStage.Training } step => new
        {
            Event = "trainingProgressed",
            At = now,
            step.Round,
            Client = step.ClientId,
            step.Step,
            step.Steps,
            step.Loss,
            RemainingSeconds = after.Remaining(now)?.TotalSeconds,
        },
        UpdateJudged judged => new
        {
            Event = "updateJudged",
            At = now,
            judged.Round,
            Client = judged.ClientId,
            judged.Verdict,
            judged.Reason,
            judged.Detail,
        },
        RoundClosed closed => new
        {
            Event = "roundClosed",
            At = now,
            closed.Round,
            after.Rounds,
            closed.Accepted,
            closed.ExampleCount,
            Checkpoint = closed.Checkpoint.Path,
            closed.Checkpoint.Sha256,
        },
        RoundAbandoned abandoned => new
        {
            Event = "roundAbandoned",
            At = now,
            abandoned.Round,
            abandoned.Attempt,
            abandoned.Detail,
        },
        EvaluationReport report => new
        {
            Event = "evaluated",
            At = now,
            report.Round,
            report.Tasks,
        },
        TestSplitReport report => new
        {
            Event = "testSplitEvaluated",
            At = now,
            report.Round,
            Client = report.ClientId,
            report.Score.ExampleCount,
            report.Score.Loss,
            report.Score.Accuracy,
        },
        ClientFailed failed => new
        {
            Event = "clientFailed",
            At = now,
            Client = failed.ClientId,
            failed.Code,
            failed.Message,
        },
        Warning warning => new
        {
            Event = "warning",
            At = now,
            warning.Message,
        },
        _ => null,
    };
}
