using System.Collections.Immutable;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Progress;

/// <summary>What an event changes in what is known of a run. Events may come twice or late: that changes nothing more.</summary>
internal static class ProgressRules
{
    /// <summary>The progress of a run that this process takes up.</summary>
    public static RunProgress Begin(RunDocument document, RunState? state, DateTimeOffset now) => new()
    {
        Name = document.Run.Metadata.Name,
        Rounds = document.Run.Spec.Rounds.Max,
        Clients = [.. document.Run.Spec.Clients.Select(client => new ClientProgress { Id = new(client.Name) })],
        StartedAt = now,
        HeardAt = now,
        ResumedAt = state?.Committed ?? RoundNumber.Start,
        Committed = state?.Committed ?? RoundNumber.Start,
    };

    /// <summary>The progress after <paramref name="event"/>: an event of the contracts, or a report that one of them names.</summary>
    public static RunProgress Apply(RunProgress progress, object @event, DateTimeOffset now)
    {
        var isStepping = progress.Clients.Any(client => client.IsStepping);
        return Change(progress, @event, now) with
        {
            HeardAt = now,
            TrainingTime = progress.TrainingTime + (isStepping ? now - progress.HeardAt : TimeSpan.Zero),
        };
    }

    private static RunProgress Change(RunProgress progress, object @event, DateTimeOffset now) => @event switch
    {
        ClientJoined joined => With(progress, joined.ClientId, client => client with
        {
            Stage = client.Stage is ClientStage.Joining or ClientStage.Lost ? StageIn(progress.Open, joined.ClientId) : client.Stage,
            TrainExampleCount = joined.TrainExampleCount,
            TestExampleCount = joined.TestExampleCount,
        }),
        RoundOpened opened when opened.Round > progress.Committed => Open(progress, opened, now),
        TrainingProgressed step when IsOpen(progress, step.Round) => With(progress, step.ClientId, client => client with
        {
            Step = Math.Max(client.Step, step.Step),
            Steps = Math.Max(client.Steps, step.Steps), // 0 while the client waits for its turn
            IsStepping = client.Stage == ClientStage.Training && step.Stage == WorkStage.Training && step.Step < step.Steps,
            Loss = step.Loss ?? client.Loss,
        }),
        UpdateSubmitted update when IsOpen(progress, update.Round) => With(progress, update.ClientId, client => client with
        {
            Stage = client.Stage == ClientStage.Training ? ClientStage.Submitted : client.Stage,
            IsStepping = false,
        }),
        UpdateJudged judged when IsOpen(progress, judged.Round) => With(progress, judged.ClientId, client => client with
        {
            Stage = judged.Verdict == UpdateVerdict.Accepted ? ClientStage.Accepted : ClientStage.LeftOut,
        }),
        RoundClosed closed when closed.Round > progress.Committed => Close(progress with { Committed = closed.Round }),
        RoundAbandoned abandoned when IsOpen(progress, abandoned.Round) => Close(progress),
        EvaluationReport report when progress.LastEvaluation is null || report.Round > progress.LastEvaluation.Round =>
            progress with { LastEvaluation = report },
        TestSplitReport report when !progress.OpenTests.Any(known => (known.Round, known.ClientId) == (report.Round, report.ClientId)) =>
            AddTest(progress, report),
        ClientFailed { ClientId: { } lost } => With(progress, lost, client => client with { Stage = ClientStage.Lost, IsStepping = false }),
        Warning warning when !progress.Warnings.Contains(warning.Message) =>
            progress with { Warnings = progress.Warnings.Add(warning.Message) },
        _ => progress,
    };

    // A checkpoint older than the last that all have measured is still told of; one that is told of again is not.
    private static RunProgress AddTest(RunProgress progress, TestSplitReport report)
    {
        var open = progress.OpenTests.Add(report);
        TestSplitReport[] ofRound = [.. open.Where(known => known.Round == report.Round)];
        var awaited = progress.Clients.Count(client => client.TestExampleCount > 0 && client.Stage != ClientStage.Lost);
        return ofRound.Length < awaited || report.Round == progress.LastTests?.Round
            ? progress with { OpenTests = open }
            : progress with
            {
                OpenTests = open.RemoveRange(ofRound),
                LastTests = new(report.Round, ofRound.Average(known => known.Score.Accuracy)),
            };
    }

    private static bool IsOpen(RunProgress progress, RoundNumber round) => progress.Open?.Number == round;

    private static RunProgress Open(RunProgress progress, RoundOpened opened, DateTimeOffset now)
    {
        if (progress.Open is { } known && (known.Number, known.Attempt) == (opened.Round, opened.Attempt))
        {
            return progress;
        }

        var open = new OpenRound(opened.Round, opened.Attempt, opened.Cohort, now);
        return progress with
        {
            Open = open,
            TrainingSince = progress.TrainingSince ?? now,
            Clients = [.. progress.Clients.Select(client => Reset(client, StageIn(open, client.Id)))],
        };
    }

    private static ClientStage StageIn(OpenRound? round, ClientId client) =>
        round?.Cohort.Contains(client) == true ? ClientStage.Training : ClientStage.Idle;

    private static RunProgress Close(RunProgress progress) => progress with
    {
        Open = null,
        Clients = [.. progress.Clients.Select(client => Reset(client, ClientStage.Idle))],
    };

    private static ClientProgress Reset(ClientProgress client, ClientStage stage) =>
        client.Stage is ClientStage.Lost or ClientStage.Joining ? client : client with { Stage = stage, Step = 0, IsStepping = false };

    private static RunProgress With(RunProgress progress, ClientId id, Func<ClientProgress, ClientProgress> change) =>
        progress with { Clients = [.. progress.Clients.Select(client => client.Id == id ? change(client) : client)] };
}
