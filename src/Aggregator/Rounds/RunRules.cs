using System.Globalization;
using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Every decision about a run, without any I/O: the same observation gives the same step.</summary>
internal static class RunRules
{
    /// <summary>
    /// Attempts that a round is granted. Attempts are counted through, also where a failed run is taken up again, so that no
    /// plan is ever used twice.
    /// </summary>
    public const int AttemptsPerRound = 3;

    /// <summary>The next step at <paramref name="now"/>. Asked after every change and every tick; never waits.</summary>
    public static RunStep Next(RunObservation run, DateTimeOffset now) => run switch
    {
        { State.Value.Phase: RunPhase.Complete or RunPhase.Failed } => new RunStep.End(run.State),
        { LostEvaluator: { } lost } => new RunStep.Fail(lost.Code, Named("evaluator", lost.Message)),
        _ when IsPastDeadline(run, now) => PastDeadline(run),
        { State: null } => Start(run, now),
        _ when RunEnd.Find(run, now) is { } complete => complete,
        { Spec.Suspend: true } => new RunStep.End(run.State),
        _ when RunEnd.IsOver(run) => new RunStep.Wait(),
        _ when run.Checkpoints.Contains(run.Committed.Next) => new RunStep.CommitCheckpoint(run.Committed.Next),
        { Open: null } => OpenNext(run, now),
        _ => Continue(run, run.Open, now),
    };

    /// <summary>Whether checkpoint 0 can be prepared: blocks whose places or number are up to the clients wait for what all say.</summary>
    public static bool IsReadyToPrepare(RunObservation run, DateTimeOffset now) =>
        run.Spec.Method.BlockExpansion is not { Blocks: var blocks } || !BlockPlacement.IsUpToClients(blocks) || IsEveryoneHeard(run, now);

    /// <summary>When the next decision may differ although nothing was heard.</summary>
    public static DateTimeOffset NextDeadline(RunObservation run) => run switch
    {
        { State: null } => JoinDeadline(run),
        { Open: { } round } => round.Deadline,
        _ => MeasurementDeadline(run),
    };

    /// <summary>Until when measurements of what is committed are awaited, in this process.</summary>
    public static DateTimeOffset MeasurementDeadline(RunObservation run) =>
        run.CommittedSince.AddSeconds(run.Spec.Rounds.DeadlineSeconds);

    // Clients are awaited before the start is committed: a run whose data is bad then leaves no state behind, and can simply
    // be run again once the data is mended.
    private static RunStep Start(RunObservation run, DateTimeOffset now)
    {
        if (run.Spec.Clients.Count - run.Lost.Count < run.Spec.Rounds.MinClients)
        {
            return TooFewClients(run);
        }

        if (!IsEveryoneHeard(run, now))
        {
            return new RunStep.Wait();
        }

        if (run.Available.Count < run.Spec.Rounds.MinClients)
        {
            return TooFewClients(run);
        }

        return run.Checkpoints.Contains(RoundNumber.Start)
            ? new RunStep.CommitCheckpoint(RoundNumber.Start)
            : new RunStep.Wait();
    }

    private static bool IsEveryoneHeard(RunObservation run, DateTimeOffset now) =>
        run.Available.Count + run.Lost.Count >= run.Spec.Clients.Count || now >= JoinDeadline(run);

    // Where a measurement may end the run, the next round waits for it, so that when it comes decides nothing.
    private static RunStep OpenNext(RunObservation run, DateTimeOffset now)
    {
        var isMeasured = run.Spec.Evaluation.EarlyStopping is null || !run.MissingEvaluations.Contains(run.Committed);
        if (!isMeasured && now < MeasurementDeadline(run))
        {
            return new RunStep.Wait();
        }

        return run.Available.Count < run.Spec.Rounds.MinClients
            ? TooFewClients(run)
            : new RunStep.OpenNextRound(run.Available, isMeasured);
    }

    private static RunStep Continue(RunObservation run, OpenRound round, DateTimeOffset now)
    {
        ClientId[] unjudged = [.. round.Plan.Cohort.Where(client => run.Submitted.Contains(client) && !round.Verdicts.ContainsKey(client))];
        if (unjudged.Length > 0)
        {
            return new RunStep.JudgeUpdates(round.Plan, unjudged);
        }

        return RoundRules.Next(round, now) switch
        {
            RoundStep.KeepOpen => new RunStep.Wait(),
            RoundStep.Close => new RunStep.CloseRound(round),
            _ => Abandon(run, round),
        };
    }

    private static RunStep Abandon(RunObservation run, OpenRound round)
    {
        // Those who were lost before they delivered; with them gone no attempt can have a quorum.
        var lost = round.Plan.Cohort.Count(client => round.Lost.Contains(client) && !round.Verdicts.ContainsKey(client));
        if (lost > 0 && run.Available.Count < run.Spec.Rounds.MinClients)
        {
            return TooFewClients(run);
        }

        if (round.Plan.Attempt % AttemptsPerRound != 0)
        {
            return new RunStep.AbandonRound(round.Plan, Describe(round));
        }

        return round is { Accepted.Count: 0, Rejected: [var first, ..] } && round.Rejected.Count == run.Submitted.Count
            ? new RunStep.Fail(ExitCodes.AllUpdatesRejected.Code, Describe(round, first.Client, first.Verdict))
            : new RunStep.Fail(ExitCodes.QuorumNotMet.Code,
                $"Round {round.Plan.Round} was abandoned {AttemptsPerRound} times, the last time with {Describe(round)}; "
                + "look for what keeps clients from delivering, or raise rounds.deadlineSeconds.");
    }

    private static RunStep.Fail TooFewClients(RunObservation run)
    {
        if (run.Lost.Values.OrderBy(lost => lost.ClientId?.Value, StringComparer.Ordinal).FirstOrDefault() is { } lost)
        {
            return new RunStep.Fail(lost.Code, Named(lost.ClientId?.Value ?? "", lost.Message));
        }

        return new RunStep.Fail(ExitCodes.QuorumNotMet.Code, string.Create(CultureInfo.InvariantCulture,
            $"{run.Joined.Count} of {run.Spec.Clients.Count} clients joined within {run.Spec.Rounds.DeadlineSeconds} s, "
            + $"rounds.minClients wants {run.Spec.Rounds.MinClients}; start the missing clients or lower it."));
    }

    private static bool IsPastDeadline(RunObservation run, DateTimeOffset now) =>
        run.Spec is { Suspend: false, ActiveDeadlineSeconds: { } seconds } && (now - run.ActiveSince).TotalSeconds >= seconds;

    private static RunStep.Fail PastDeadline(RunObservation run) => new(
        ExitCodes.RunDeadlinePassed.Code,
        $"The run was active for {run.Spec.ActiveDeadlineSeconds} s and has committed round {run.Committed} of {run.Spec.Rounds.Max}; "
        + "raise activeDeadlineSeconds or ask for fewer rounds.");

    private static DateTimeOffset JoinDeadline(RunObservation run) =>
        run.TakenUp.AddSeconds(run.Spec.Rounds.DeadlineSeconds);

    private static string Describe(OpenRound round) =>
        $"{round.Accepted.Count} updates accepted, {round.Plan.Quorum} wanted, {round.Rejected.Count} rejected, "
        + $"{round.Plan.Cohort.Count - round.Accepted.Count - round.Rejected.Count} missing";

    private static string Describe(OpenRound round, ClientId client, Verdict.Rejected verdict) =>
        $"Round {round.Plan.Round}: all {round.Rejected.Count} updates were rejected, the first from {client}: {verdict.Reason}: {verdict.Detail}";

    private static string Named(string name, string message) =>
        message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
}
